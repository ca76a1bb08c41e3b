import { describe, expect, it } from 'vitest'
import type { DamagedVersion } from '../known-damage.ts'
import { type LedgerPlace, ledgerForEach } from './place.ts'

export function describeKnownDamage(make: () => Promise<LedgerPlace>): void {
  const at = ledgerForEach(make)

  const endpoint = 'http://one'
  const job = (id: string, created: number, arn = 'arn:x') => ({ id, arn, vault: 'Default', created })
  const jobs = [job('one', 100), job('two', 200), job('three', 300), job('four', 400), job('other', 200, 'arn:y')]

  /** A read of a job ran into it. */
  const find = (
    jobId: string,
    object: string,
    more: { checksum?: string | null; chunkIndex?: number; at?: number } = {},
  ) =>
    at.ledger.damagedChunks.record({
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
    at.ledger.knownDamage.setUses(
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
  const affected = async () => [...(await at.ledger.knownDamage.affected(endpoint, jobs))]
  const isDamaged = (jobId: string, object: string, objectChecksum = `summary of ${object}`) =>
    at.ledger.knownDamage.isDamaged({ endpoint, jobId, object, objectChecksum })

  describe('known damage', () => {
    it('counts in every job of the stretch that shows it, and in those that begin later while it is open', async () => {
      expect(await affected()).toEqual([])
      await find('two', 'a')
      expect(await affected()).toEqual(['two'])
      await uses([{ fromAt: 200, toAt: 300 }])
      expect(await affected()).toEqual(['two', 'three'])
      await uses([{ fromAt: 200 }, { fromAt: 100, toAt: 100, object: 'older' }])
      expect(await affected()).toEqual(['one', 'two', 'three', 'four'])
      expect([...(await at.ledger.knownDamage.affected(endpoint, [job('later', 9000)]))]).toEqual(['later'])
      expect([...(await at.ledger.knownDamage.affected('http://other', jobs))]).toEqual([])
    })

    it('keeps resources and vaults apart, and is told of jobs whose place is not known', async () => {
      await find('other', 'a')
      await uses([{ resource: 'arn:y', fromAt: 100 }])
      expect(await affected()).toEqual(['other'])
      const elsewhere = [{ ...job('vaulted', 200, 'arn:y'), vault: 'Second' }, { id: 'other' }, { id: 'nothing' }]
      expect([...(await at.ledger.knownDamage.affected(endpoint, elsewhere))]).toEqual(['other'])
    })

    it('is of a content: whatever job shows it, and whatever other content has the chunk', async () => {
      await find('two', 'a')
      expect(await isDamaged('one', 'a')).toBe(true)
      expect(await isDamaged('one', 'copy', 'summary of a')).toBe(true)
      expect(await isDamaged('two', 'a', 'newer')).toBe(false)
      expect(await isDamaged('one', 'b')).toBe(false)
      await uses([{ object: 'b', objectChecksum: 'summary of b', chunkIndex: 7 }])
      expect(await isDamaged('one', 'b')).toBe(true)
      const shown = { endpoint, jobId: 'one', object: 'b', objectChecksum: 'summary of b' }
      expect(await at.ledger.knownDamage.ofContent(shown, 9)).toEqual([{ chunkIndex: 7, checksum: 'bad', foundAt: 1 }])
    })

    it('of what describes an object is of that object alone', async () => {
      await find('two', 'a', { chunkIndex: -2, checksum: null })
      expect(await isDamaged('two', 'a')).toBe(true)
      expect(await isDamaged('one', 'a')).toBe(false)
      expect(await isDamaged('two', 'copy', 'summary of a')).toBe(false)
    })

    it('marks objects by their content and folders by what the job shows in them', async () => {
      await find('two', 'docs/a')
      await uses([{ object: 'docs/a', objectChecksum: 'summary of docs/a', fromAt: 200, toAt: 300 }])
      const asked = [
        { name: 'docs/a', objectChecksum: 'summary of docs/a' },
        { name: 'docs/b', objectChecksum: 'summary of docs/b' },
        { name: 'docs/', behind: 'docs0' },
        { name: 'etc/', behind: 'etc0' },
      ]
      const marked = async (of: (typeof jobs)[number]) => [...(await at.ledger.knownDamage.among(endpoint, of, asked))]
      expect(await marked(job('two', 200))).toEqual(['docs/a', 'docs/'])
      expect(await marked(job('three', 300))).toEqual(['docs/a', 'docs/'])
      expect(await marked(job('four', 400))).toEqual(['docs/a'])
    })

    it('is listed by job in the order of names, each place once', async () => {
      await find('two', 'b')
      await uses([{ object: 'b', objectChecksum: 'summary of b' }, { object: 'a' }])
      const places = async (of: (typeof jobs)[number]) =>
        (await at.ledger.knownDamage.ofJob(endpoint, of, 9)).map(({ object, chunkIndex }) => [object, chunkIndex])
      const both = [
        ['a', 2],
        ['b', 2],
      ]
      expect(await places(job('two', 200))).toEqual(both)
      expect(await places(job('four', 400))).toEqual(both)
    })

    it('counts in a job whose listing shows it, where the endpoint tells nothing of chunks', async () => {
      await find('two', 'a')
      await at.ledger.knownDamage.seenIn([{ endpoint, jobId: 'three', object: 'a', objectChecksum: 'summary of a' }])
      await at.ledger.knownDamage.seenIn([{ endpoint, jobId: 'four', object: 'a', objectChecksum: 'newer' }])
      expect(await affected()).toEqual(['two', 'three'])
    })

    it('is taken away everywhere by a chunk that is whole, and by a content that was read whole', async () => {
      const both = async () => {
        await find('two', 'a')
        await find('three', 'b')
        await uses([{}, { object: 'b', objectChecksum: 'summary of b' }])
      }
      await both()
      await at.ledger.damagedChunks.healChunk(endpoint, 'bad')
      expect([await affected(), await at.ledger.knownDamage.any(endpoint)]).toEqual([[], false])
      await both()
      await at.ledger.damagedChunks.healObject({ endpoint, jobId: 'four', object: 'b', objectChecksum: 'summary of b' })
      expect([await affected(), await at.ledger.knownDamage.any(endpoint)]).toEqual([[], false])
    })

    it('knows which chunks the endpoint was not asked about since a job did something', async () => {
      await find('one', 'a')
      await find('one', 'b', { checksum: 'worse' })
      await find('one', 'c', { checksum: null, chunkIndex: -1 })
      await uses([], 300)
      const due = (since: number) => at.ledger.knownDamage.notLookedAt(endpoint, since, 9)
      expect([await due(300), await due(301)]).toEqual([['worse'], ['worse', 'bad']])
    })

    it('is a list, newest first, of chunks once each and since when each is known', async () => {
      await find('one', 'a', { at: 5 })
      await find('two', 'a', { at: 7 })
      await find('two', 'a', { at: 9 }) // found again: known since 7
      await find('two', 'b', { at: 6, checksum: 'worse' })
      await find('two', 'c', { at: 6, checksum: null, chunkIndex: -1 })
      await find('two', 'd', { at: 6, checksum: null, chunkIndex: -2 })
      expect(await at.ledger.damagedChunks.list({ endpoint, jobId: 'two' }, { limit: 1 })).toMatchObject([
        { foundAt: 7 },
      ])
      const all = await at.ledger.knownDamage.page(endpoint, { limit: 9 })
      expect(all.map(({ foundAt, checksum, object }) => [foundAt, checksum, object])).toEqual([
        [6, null, 'c'],
        [6, null, 'd'],
        [6, 'worse', 'b'],
        [5, 'bad', 'a'],
      ])
      const paged = []
      for (let after: (typeof all)[number] | undefined; ; ) {
        const [row] = await at.ledger.knownDamage.page(endpoint, { limit: 1, after })
        if (!row) break
        paged.push(row)
        after = row
      }
      expect(paged).toEqual(all)
      expect(await at.ledger.knownDamage.count(endpoint)).toBe(4)
      expect(await at.ledger.knownDamage.page('http://other', { limit: 9 })).toEqual([])
    })
  })
}
