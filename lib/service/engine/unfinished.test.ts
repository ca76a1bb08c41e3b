import { expect, it } from 'vitest'
import type { ManifestRecord } from '../ports.ts'
import { type JobEvent, jobRecord, ObjectManifest, objectRecord } from './manifests.ts'
import { openRecords } from './open-records.ts'
import { openEngine, type TestEngine } from './testing.ts'

const at = Date.UTC(2026, 0, 2)
const of = (event: JobEvent['event'], job: string, more: object = {}) =>
  jobRecord({ v: 1, event, job, at, ...more } as JobEvent)
const put = (job: string, name: string) =>
  new ObjectManifest().records({ job, at, name, checksum: 'another' })[0] as ManifestRecord
const remove = (job: string, name: string) => objectRecord({ v: 1, event: 'remove', job, name, at })
const commit = (t: TestEngine, BackupJobId: string, more: object = {}) =>
  t.call('commitBackupJob', { BackupJobId, ...more })

/** Opens the records anew after the engine wrote all from `settled` on. @returns what is void afterwards, by sequence. */
async function reopened(t: TestEngine, settled: number | undefined, isSound = true): Promise<number[]> {
  const before = t.chunks.manifests.length
  const mark = { settled, write: async () => {} }
  const onBehind = (error: Error) => {
    throw error
  }
  await openRecords(t, { mark, isSound: async () => isSound, onBehind, log: { warn() {} } })
  return t.chunks.manifests.slice(before).map(({ json }) => JSON.parse(json).of)
}

async function append(t: TestEngine, ...records: ManifestRecord[]): Promise<number[]> {
  const sequences: number[] = []
  for (const record of records) sequences.push(await t.chunks.appendManifest(record))
  return sequences
}

/** A completed job with `a` and `b` and a warning, and a running one of the same resource. */
async function filled(t: TestEngine): Promise<{ done: string; running: string }> {
  const done = await t.start()
  await t.put(done, 'a', 'first')
  t.clock.now += 1000
  await t.put(done, 'a', 'second')
  await t.put(done, 'gone', 'gone')
  await t.call('deleteObject', { BackupJobId: done, ObjectName: 'gone' })
  const upload = await t.upload(done, 'b')
  await t.chunk(done, upload, 0, 'chunk')
  await t.complete(done, upload, ['chunk'])
  t.clock.now += 1000
  await commit(t, done, { Warning: 'look' })
  t.clock.now += 1000
  await t.call('confirmBackupJob', { BackupJobId: done })
  const stopped = await t.start()
  await t.put(stopped, 'a', 'third')
  await t.call('stopBackupJob', { BackupJobId: stopped })
  t.clock.now += 1000
  const running = await t.start()
  await t.put(running, 'a', 'fourth')
  return { done, running }
}

it('leaves alone what the index has entered, or has undone since', async () => {
  await using t = await openEngine()
  const { done } = await filled(t)
  expect(await reopened(t, 0)).toEqual([])
  const RecoveryPointArn = `arn:aws:backup:eu-north-1:000000000000:recovery-point:${done}`
  await t.call('deleteRecoveryPoint', { BackupVaultName: 'Default', RecoveryPointArn })
  expect(await reopened(t, 0)).toEqual([])
})

it('makes void, of each kind, what the index has not entered', async () => {
  await using t = await openEngine()
  const { done, running } = await filled(t)
  const settled = t.chunks.nextSequence()
  const unfinished = await append(
    t,
    of('start', 'never', { vault: 'Default', resourceArn: 'arn:r', replaces: null }),
    of('delete', done),
    of('confirm', done),
    of('abort', running, { cause: 'failed', reason: 'no' }),
    of('commit', running),
    put(running, 'a'),
    remove(running, 'a'),
    put(running, 'new'),
    remove(running, 'b'),
  )
  expect(await reopened(t, settled)).toEqual(unfinished)
  expect(await reopened(t, settled)).toEqual([]) // once
})

it('gives back what is in the index although a void takes it back', async () => {
  await using t = await openEngine()
  const { running } = await filled(t)
  const last = t.chunks.nextSequence() - 1
  const [takenBack] = await append(t, jobRecord({ v: 1, event: 'void', of: last, at }))
  expect(await reopened(t, last)).toEqual([takenBack])
  expect(await reopened(t, last)).toEqual([])
  expect(await t.list(running)).toHaveLength(2)
})

it('touches nothing of an index that is not sound, nor what an older version left', async () => {
  await using t = await openEngine()
  await filled(t)
  const settled = t.chunks.nextSequence()
  const unfinished = await append(t, of('start', 'never', { vault: 'Default', resourceArn: 'arn:r' }))
  expect(await reopened(t, settled, false)).toEqual([])
  expect(await reopened(t, undefined)).toEqual([])
  expect(await reopened(t, settled)).toEqual(unfinished)
})

it('makes nothing void by an index that is older than what was built upon its records', async () => {
  await using t = await openEngine()
  const { running } = await filled(t)
  const settled = t.chunks.nextSequence()
  const start = of('start', 'later', { vault: 'Default', resourceArn: 'arn:r', replaces: null })
  await append(t, start, put('later', 'a'))
  await expect(reopened(t, settled)).rejects.toThrow('does not know job later')
  const behindEnd = t.chunks.nextSequence()
  await append(t, put(running, 'new'), of('commit', running))
  await expect(reopened(t, behindEnd)).rejects.toThrow(`lacks an object of job ${running}`)
})
