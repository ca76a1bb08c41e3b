import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DamagedVersion } from './known-damage.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './sqlite/open-ledger.ts'

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-known-damage-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

const endpoint = 'http://one'
const job = (id: string, created: number, arn = 'arn:x') => ({ id, arn, vault: 'Default', created })
const jobs = [job('one', 100), job('two', 200), job('three', 300), job('four', 400), job('other', 200, 'arn:y')]

/** A read of a job ran into it. */
const find = (
  jobId: string,
  object: string,
  more: { checksum?: string | null; chunkIndex?: number; at?: number } = {},
) =>
  ledger.damagedChunks.record({
    endpoint,
    jobId,
    object,
    objectChecksum: `summary of ${object}`,
    chunkIndex: more.chunkIndex ?? 2,
    checksum: more.checksum === undefined ? 'bad' : more.checksum,
    reason: 'gone',
    foundAt: more.at ?? 1,
  })
/** The endpoint says what the chunk is part of. */
const uses = (versions: Partial<DamagedVersion>[], through = 400) =>
  ledger.knownDamage.setUses(
    { endpoint, checksum: 'bad', through },
    versions.map((version) => ({
      resource: 'arn:x',
      vault: 'Default',
      object: 'a',
      objectChecksum: 'summary of a',
      chunkIndex: 2,
      fromAt: 100,
      toAt: null,
      ...version,
    })),
  )
const affected = () => [...ledger.knownDamage.affected(endpoint, jobs)]
const isDamaged = (jobId: string, object: string, objectChecksum = `summary of ${object}`) =>
  ledger.knownDamage.isDamaged({ endpoint, jobId, object, objectChecksum })

describe('known damage', () => {
  it('counts in every job of the stretch that shows it, and in those that begin later while it is open', () => {
    expect(affected()).toEqual([])
    find('two', 'a')
    expect(affected()).toEqual(['two'])
    uses([{ fromAt: 200, toAt: 300 }])
    expect(affected()).toEqual(['two', 'three'])
    uses([{ fromAt: 200 }, { fromAt: 100, toAt: 100, object: 'older' }])
    expect(affected()).toEqual(['one', 'two', 'three', 'four'])
    expect([...ledger.knownDamage.affected(endpoint, [job('later', 9000)])]).toEqual(['later'])
    expect([...ledger.knownDamage.affected('http://other', jobs)]).toEqual([])
  })

  it('keeps resources and vaults apart, and is told of jobs whose place is not known', () => {
    find('other', 'a')
    uses([{ resource: 'arn:y', fromAt: 100 }])
    expect(affected()).toEqual(['other'])
    const elsewhere = [{ ...job('vaulted', 200, 'arn:y'), vault: 'Second' }, { id: 'other' }, { id: 'nothing' }]
    expect([...ledger.knownDamage.affected(endpoint, elsewhere)]).toEqual(['other'])
  })

  it('is of a content: whatever job shows it, and whatever other content has the chunk', () => {
    find('two', 'a')
    expect(isDamaged('one', 'a')).toBe(true)
    expect(isDamaged('one', 'copy', 'summary of a')).toBe(true)
    expect(isDamaged('two', 'a', 'newer')).toBe(false)
    expect(isDamaged('one', 'b')).toBe(false)
    uses([{ object: 'b', objectChecksum: 'summary of b', chunkIndex: 7 }])
    expect(isDamaged('one', 'b')).toBe(true)
    const shown = { endpoint, jobId: 'one', object: 'b', objectChecksum: 'summary of b' }
    expect(ledger.knownDamage.ofContent(shown, 9)).toEqual([{ chunkIndex: 7, checksum: 'bad', foundAt: 1 }])
  })

  it('of what describes an object is of that object alone', () => {
    find('two', 'a', { chunkIndex: -2, checksum: null })
    expect(isDamaged('two', 'a')).toBe(true)
    expect(isDamaged('one', 'a')).toBe(false)
    expect(isDamaged('two', 'copy', 'summary of a')).toBe(false)
  })

  it('marks objects by their content and folders by what the job shows in them', () => {
    find('two', 'docs/a')
    uses([{ object: 'docs/a', objectChecksum: 'summary of docs/a', fromAt: 200, toAt: 300 }])
    const asked = [
      { name: 'docs/a', objectChecksum: 'summary of docs/a' },
      { name: 'docs/b', objectChecksum: 'summary of docs/b' },
      { name: 'docs/', behind: 'docs0' },
      { name: 'etc/', behind: 'etc0' },
    ]
    const marked = (of: (typeof jobs)[number]) => [...ledger.knownDamage.among(endpoint, of, asked)]
    expect(marked(job('two', 200))).toEqual(['docs/a', 'docs/'])
    expect(marked(job('three', 300))).toEqual(['docs/a', 'docs/'])
    expect(marked(job('four', 400))).toEqual(['docs/a'])
  })

  it('is listed by job in the order of names, each place once', () => {
    find('two', 'b')
    uses([{ object: 'b', objectChecksum: 'summary of b' }, { object: 'a' }])
    const places = (of: (typeof jobs)[number]) =>
      ledger.knownDamage.ofJob(endpoint, of, 9).map(({ object, chunkIndex }) => [object, chunkIndex])
    const both = [
      ['a', 2],
      ['b', 2],
    ]
    expect(places(job('two', 200))).toEqual(both)
    expect(places(job('four', 400))).toEqual(both)
  })

  it('counts in a job whose listing shows it, where the endpoint tells nothing of chunks', () => {
    find('two', 'a')
    ledger.knownDamage.seenIn({ endpoint, jobId: 'three', object: 'a', objectChecksum: 'summary of a' })
    ledger.knownDamage.seenIn({ endpoint, jobId: 'four', object: 'a', objectChecksum: 'newer' })
    expect(affected()).toEqual(['two', 'three'])
  })

  it('is taken away everywhere by a chunk that is whole, and by a content that was read whole', () => {
    const both = () => {
      find('two', 'a')
      find('three', 'b')
      uses([{}, { object: 'b', objectChecksum: 'summary of b' }])
    }
    both()
    ledger.damagedChunks.healChunk(endpoint, 'bad')
    expect([affected(), ledger.knownDamage.any(endpoint)]).toEqual([[], false])
    both()
    ledger.damagedChunks.healObject({ endpoint, jobId: 'four', object: 'b', objectChecksum: 'summary of b' })
    expect([affected(), ledger.knownDamage.any(endpoint)]).toEqual([[], false])
  })

  it('knows which chunks the endpoint was not asked about since a job did something', () => {
    find('one', 'a')
    find('one', 'b', { checksum: 'worse' })
    find('one', 'c', { checksum: null, chunkIndex: -1 })
    uses([], 300)
    const due = (since: number) => ledger.knownDamage.notLookedAt(endpoint, since, 9)
    expect([due(300), due(301)]).toEqual([['worse'], ['worse', 'bad']])
  })

  it('is a list, newest first, of chunks once each and since when each is known', () => {
    find('one', 'a', { at: 5 })
    find('two', 'a', { at: 7 })
    find('two', 'a', { at: 9 }) // found again: known since 7
    find('two', 'b', { at: 6, checksum: 'worse' })
    find('two', 'c', { at: 6, checksum: null, chunkIndex: -1 })
    find('two', 'd', { at: 6, checksum: null, chunkIndex: -2 })
    expect(ledger.damagedChunks.list({ endpoint, jobId: 'two' }, { limit: 1 })).toMatchObject([{ foundAt: 7 }])
    const all = ledger.knownDamage.page(endpoint, { limit: 9 })
    expect(all.map(({ foundAt, checksum, object }) => [foundAt, checksum, object])).toEqual([
      [6, null, 'c'],
      [6, null, 'd'],
      [6, 'worse', 'b'],
      [5, 'bad', 'a'],
    ])
    const paged = []
    for (let after: (typeof all)[number] | undefined; ; ) {
      const [row] = ledger.knownDamage.page(endpoint, { limit: 1, after })
      if (!row) break
      paged.push(row)
      after = row
    }
    expect(paged).toEqual(all)
    expect(ledger.knownDamage.count(endpoint)).toBe(4)
    expect(ledger.knownDamage.page('http://other', { limit: 9 })).toEqual([])
  })
})
