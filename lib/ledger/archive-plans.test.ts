import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlannedEntry } from './archive-entries.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './sqlite/open-ledger.ts'
import { migrations } from './migrations.ts'

let directory: string
let ledger: Ledger
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-ledger-'))
  ledger = openLedger(join(directory, 'ledger.sqlite'))
})
afterEach(() => {
  ledger[Symbol.dispose]()
  rmSync(directory, { recursive: true })
})

const plan = {
  id: 'plan-1',
  endpoint: 'http://one',
  jobId: 'job-a',
  format: 'tar' as const,
  title: 'folder',
  selection: '[]',
  intact: false,
  naming: 'portable' as const,
  createdAt: 1000,
  expiresAt: 2000,
}
const entry = (position: number, more: Partial<PlannedEntry> = {}): PlannedEntry => ({
  position,
  place: position * 1000,
  name: `f${position}`,
  type: 'file',
  size: 100,
  mtime: 1_700_000_000_123_456_789n,
  mode: 0o644,
  target: null,
  owner: null,
  xattrs: null,
  link: null,
  segments: null,
  without: null,
  crc32: null,
  sha256: null,
  object: `f${position}`,
  checksum: `summary-${position}`,
  chunks: 1,
  token: null,
  chunkToken: null,
  skipped: null,
  damaged: false,
  ...more,
})

describe('archive plans', () => {
  it('reads entries back by position and by the byte they hold', () => {
    ledger.archivePlans.create(plan)
    ledger.archivePlans.append(
      'plan-1',
      [0, 1, 2].map((position) => entry(position)),
    )
    ledger.archivePlans.append('plan-1', [entry(3, { place: null, skipped: 'damaged' }), entry(4)])
    const positions = (list: PlannedEntry[]) => list.map(({ position }) => position)
    expect(ledger.archivePlans.from('plan-1', 1, 1)).toEqual([{ ...entry(1), learnedCrc32: null }])
    expect(positions(ledger.archivePlans.holding('plan-1', 1999, 2))).toEqual([1, 2])
    expect(positions(ledger.archivePlans.holding('plan-1', 2000, 9))).toEqual([2, 4])
    expect(positions(ledger.archivePlans.behind('plan-1', 2000, 9))).toEqual([4])
    expect(positions(ledger.archivePlans.notable('plan-1', 0, 9))).toEqual([3])
  })

  it('forgets zips that were planned when modes stood elsewhere, and goes on with tars', () => {
    const path = join(directory, 'before.sqlite')
    const before = new Database(path)
    for (const step of migrations.slice(0, 5)) before.exec(step)
    before.pragma('user_version = 5')
    for (const format of ['zip', 'tar'])
      before
        .prepare(
          `INSERT INTO archive_plan (id, endpoint, job_id, format, title, selection, intact, created_at, expires_at, state)
           VALUES (?, '', '', ?, '', '', 0, 0, 2000, 'ready')`,
        )
        .run(format, format)
    before.close()
    using after = openLedger(path)
    expect(after.archivePlans.find('zip', 1500)).toBeUndefined()
    expect(after.archivePlans.find('tar', 1500)).toBeDefined()
  })

  it('keeps what the names are made for, which is every system for plans of before', () => {
    ledger.archivePlans.create({ ...plan, naming: 'unix' })
    expect(ledger.archivePlans.find('plan-1', 1500)).toMatchObject({ naming: 'unix', intact: false })

    const path = join(directory, 'before.sqlite')
    const before = new Database(path)
    for (const step of migrations.slice(0, 4)) before.exec(step)
    before.pragma('user_version = 4')
    before.exec(`INSERT INTO archive_plan (id, endpoint, job_id, format, title, selection, intact, created_at, expires_at, state)
      VALUES ('plan-0', 'http://one', 'job-a', 'tar', 'folder', '[]', 0, 1000, 2000, 'ready')`)
    before.close()
    using upgraded = openLedger(path)
    expect(upgraded.archivePlans.find('plan-0', 1500)).toMatchObject({ naming: 'portable', state: 'ready' })
  })

  it('knows whether all contents in front of a place have a CRC, from this plan or another read', () => {
    ledger.archivePlans.create(plan)
    ledger.archivePlans.append('plan-1', [entry(0, { crc32: 7 }), entry(1), entry(2)])
    expect(ledger.archivePlans.crcsKnownBefore('plan-1', 1000)).toBe(true)
    expect(ledger.archivePlans.crcsKnownBefore('plan-1', 2000)).toBe(false)
    ledger.knownContents.learn([{ checksum: 'summary-1', crc32: 9 }])
    expect(ledger.archivePlans.crcsKnownBefore('plan-1', 2000)).toBe(true)
    expect(ledger.archivePlans.from('plan-1', 1, 1)[0]!.learnedCrc32).toBe(9)
  })

  it('forgets what expired in slices, and nothing else', () => {
    ledger.archivePlans.create(plan)
    ledger.archivePlans.create({ ...plan, id: 'plan-2', expiresAt: 9000 })
    for (const id of ['plan-1', 'plan-2'])
      ledger.archivePlans.append(
        id,
        [0, 1, 2].map((position) => entry(position)),
      )
    expect(ledger.archivePlans.find('plan-1', 2000)).toBeUndefined()
    let steps = 0
    while (ledger.archivePlans.sweep(2000, 2)) steps++
    expect(steps).toBe(2)
    expect(ledger.archivePlans.from('plan-1', 0, 9)).toEqual([])
    expect(ledger.archivePlans.from('plan-2', 0, 9)).toHaveLength(3)
  })

  it('adds to what is known of a content and never forgets the other half', () => {
    ledger.knownContents.learn([{ checksum: 'a', sha256: 'x' }])
    ledger.knownContents.learn([{ checksum: 'a', crc32: 5 }])
    expect(ledger.knownContents.find('a')).toEqual({ sha256: 'x', crc32: 5 })
  })
})

describe('receipts', () => {
  const receipt = { kind: 'object', actor: 'session', endpoint: 'http://one', jobId: 'job-a', subject: 'f' } as const

  it('are listed newest first, by keyset, by job and by state', () => {
    for (const [id, startedAt] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 3],
    ] as const)
      ledger.receipts.start({ ...receipt, id, startedAt, jobId: id === 'a' ? 'job-z' : 'job-a' })
    ledger.receipts.finish({ id: 'd', state: 'verified', sentBytes: 5, items: 1, failedItems: 0, expectedBytes: 5 }, 9)
    const ids = (query: object) => ledger.receipts.list({ limit: 2, ...query }).map(({ id }) => id)
    expect(ids({})).toEqual(['d', 'c'])
    expect(ids({ after: { startedAt: 2, id: 'c' } })).toEqual(['b', 'a'])
    expect(ids({ jobId: 'job-z' })).toEqual(['a'])
    expect(ids({ state: 'verified' })).toEqual(['d'])
    expect(ledger.receipts.find('d')).toMatchObject({ state: 'verified', sentBytes: 5, finishedAt: 9 })
  })

  it('of processes that are gone become broken; late progress does not bring them back', () => {
    ledger.receipts.start({ ...receipt, id: 'mine', startedAt: 1 })
    ledger.receipts.start({ ...receipt, id: 'theirs', kind: 'restore', startedAt: 1 })
    ledger.receipts.breakOrphans((_pid, kind) => kind === 'restore', 7)
    ledger.receipts.progress([{ id: 'mine', sentBytes: 3, items: 0, failedItems: 0, expectedBytes: null }], 8)
    expect(ledger.receipts.find('mine')).toMatchObject({ state: 'broken', sentBytes: 0, finishedAt: 7 })
    expect(ledger.receipts.find('theirs')).toMatchObject({ state: 'running' })
  })
})

describe('damaged chunks', () => {
  const damage = (object: string, chunkIndex: number, jobId = 'job-a') => ({
    endpoint: 'http://one',
    jobId,
    object,
    objectChecksum: `summary of ${object}`,
    chunkIndex,
    checksum: 'bad',
    reason: 'gone',
    foundAt: 1,
  })

  it('are found by object, job and chunk, and heal by chunk', () => {
    const { damagedChunks } = ledger
    for (const one of [damage('a', 0), damage('a', 1), damage('b', 0), damage('b', 0, 'job-b')])
      damagedChunks.record(one)
    const at = { endpoint: 'http://one', jobId: 'job-a' }
    expect(damagedChunks.list(at, { limit: 2 }).map(({ object }) => object)).toEqual(['a', 'a'])
    expect(damagedChunks.list(at, { limit: 2, after: { object: 'a', chunkIndex: 1 } })).toEqual([damage('b', 0)])
    expect(damagedChunks.withChunk('http://one', 'bad', 9)).toHaveLength(4)
    damagedChunks.healChunk('http://one', 'bad')
    expect(damagedChunks.list(at, { limit: 9 })).toEqual([])
  })
})
