import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jobFacts } from '#lib/jobs/job-facts.ts'
import { verdictOf } from '#lib/jobs/verdict.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import type { VerificationState } from '#lib/ledger/verification-tasks.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import { lookAgain, withKnown } from './known-of-jobs.ts'
import type { Scope } from './scope.ts'
import { openTestStore, sha256, type TestStore } from './store.testing.ts'
import { createVerifications, type Verifications } from './verifications.ts'

let store: TestStore
let ledger: Ledger
let clock: number
beforeEach(async () => {
  store = await openTestStore()
  ledger = await openLedger(join(store.dataDir, 'ledger.sqlite'))
  clock = 1_000
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const signal = new AbortController().signal
/** 100 KiB of their own: a chunk file. */
const bytes = (letter: string) => Buffer.alloc(100 * 1024, letter)

/** A committed job that writes these objects anew, a letter each, and shows what those before it wrote. */
async function job(objects: Record<string, string>, resource = 'home'): Promise<string> {
  const id = await store.startJob(resource)
  for (const [name, letter] of Object.entries(objects)) await store.put(id, name, { chunks: [bytes(letter)] })
  await store.commit(id)
  return id
}

/** Verifies a job, or a part of it, to the end. */
async function verify(jobId: string, scope: Partial<Scope> = {}): Promise<void> {
  await using verifications = open(storage())
  await until('done', (await verifications.start({ ...whole(jobId), ...scope })).id)
}

const storage = () => sdkSource({ storage: store.client, backup: store.backup, endpoint: store.endpoint })

const whole = (jobId: string) => ({ jobId, prefix: '', name: null, since: null })

// Each look at the clock is later: what a verification comes to is written at once.
const open = (source: ObjectSource): Verifications =>
  createVerifications({ ledger, source, now: () => (clock += 1_000) })

async function until(state: VerificationState, id: string, position?: string): Promise<void> {
  for (;;) {
    const task = (await ledger.verifications.find(id))!
    if (task.state === state && (position === undefined || task.position === position)) return
    if (task.state === 'failed') throw new Error(task.note ?? 'It failed')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A source whose objects behind this name cannot be read until it is let go. */
function stuckBehind(name: string): ObjectSource & { letGo(): void } {
  const source = storage()
  const free = Promise.withResolvers<void>()
  return {
    ...source,
    letGo: free.resolve,
    read(jobId, object) {
      const { listChunks, fetchChunk } = source.read(jobId, object)
      if (object.name <= name) return { listChunks, fetchChunk }
      return {
        listChunks,
        async fetchChunk(chunk, reading) {
          await Promise.race([free.promise, once(reading, 'abort')])
          return fetchChunk(chunk, reading)
        },
      }
    },
  }
}

/** What each of these jobs is worth now, as the list of jobs has it. */
async function verdicts(...ids: string[]): Promise<string[]> {
  const at = { client: store.client, endpoint: store.endpoint, ledger }
  const { BackupJobs = [] } = await store.backup.send(new ListBackupJobsCommand({}))
  const jobs = BackupJobs.map(jobFacts)
  await lookAgain(at, jobs, signal)
  const known = new Map((await withKnown(at, jobs)).map((known) => [known.id, verdictOf(known)]))
  return ids.map((id) => known.get(id) ?? 'gone')
}

/** How many objects of each are known to be verified. */
const objects = (...ids: string[]) =>
  Promise.all(ids.map(async (id) => (await ledger.verification.coverage(store.endpoint, [id]))[0]?.objects ?? 0))

/** How often the service is asked. */
function counted(): string[] {
  const asked: string[] = []
  store.client.middlewareStack.add(
    (next, context) => (args) => {
      asked.push((context as { commandName?: string }).commandName ?? '')
      return next(args)
    },
    { step: 'initialize' },
  )
  return asked
}

describe('what is known of jobs', () => {
  it('damage found in one job counts at once in every job that shows the chunk, and in no other', async () => {
    const before = await job({ a: 'x', b: 'y' })
    const one = await job({ a: 'r' })
    const two = await job({ b: 'z' })
    const three = await job({ a: 's' })
    const elsewhere = await job({ copy: 'r' }, 'elsewhere')
    rmSync(store.fileOf(bytes('r')))
    await verify(one)
    const all = [before, one, two, three, elsewhere]
    expect(await verdicts(...all)).toEqual(['never-verified', 'damaged', 'damaged', 'never-verified', 'damaged'])
  })

  it('jobs that begin later have the damage they inherit, until they write the name anew', async () => {
    const one = await job({ a: 'r', b: 'x' })
    writeFileSync(store.fileOf(bytes('r')), bytes('q'))
    await verify(one)
    expect(await verdicts(one)).toEqual(['damaged'])
    const two = await job({ b: 'y' })
    expect(await verdicts(one, two)).toEqual(['damaged', 'damaged'])
    const three = await job({ a: 's' })
    const four = await job({ c: 't' })
    expect(await verdicts(one, two, three, four)).toEqual(['damaged', 'damaged', 'never-verified', 'never-verified'])
  })

  it('a chunk that is stored again heals every job', async () => {
    const one = await job({ a: 'r' })
    const two = await job({ b: 'x' })
    rmSync(store.fileOf(bytes('r')))
    await verify(two)
    expect(await verdicts(one, two)).toEqual(['damaged', 'damaged'])
    const healing = await job({ copy: 'r' }, 'elsewhere')
    expect(await verdicts(one, two, healing)).toEqual(['never-verified', 'partly-verified', 'never-verified'])
  })

  it('a chunk that was stored again before anybody looked is not called damaged', async () => {
    const one = await job({ a: 'r' })
    rmSync(store.fileOf(bytes('r')))
    await verify(one)
    await job({ copy: 'r' }, 'elsewhere')
    expect(await verdicts(one)).toEqual(['never-verified'])
  })

  it('a chunk that the service takes for stored stays damaged where a read still fails', async () => {
    const one = await job({ a: 'r' })
    const two = await job({ b: 'x' })
    writeFileSync(store.fileOf(bytes('r')), bytes('q')) // of the same size: only a read tells
    const found = {
      endpoint: store.endpoint,
      jobId: one,
      object: 'a',
      chunkIndex: 0,
      reason: 'read in vain',
      foundAt: 1,
    }
    const digest = sha256(bytes('r'))
    const objectChecksum = sha256(Buffer.from(digest, 'base64'))
    await ledger.damagedChunks.record({ ...found, objectChecksum, checksum: digest })
    expect(await verdicts(one, two)).toEqual(['damaged', 'damaged'])
  })

  it('what was read for one job is verified in all that show it: whole where they show nothing else', async () => {
    const one = await job({ a: 'x', b: 'y' })
    const two = await job({ b: 'z' })
    const same = await job({})
    const more = await job({ c: 'n' })
    const other = await job({ a: 'x' }, 'other')
    await verify(same)
    expect(await verdicts(one, two, same, more, other)).toEqual([
      'partly-verified',
      'verified',
      'verified',
      'partly-verified',
      'never-verified', // the same bytes on another line of jobs: not told by the service, so not claimed
    ])
    expect(await ledger.verification.coverage(store.endpoint, [one, more])).toEqual([
      expect.objectContaining({ jobId: one, objects: 1, bytes: 102_400, totalObjects: null }),
      expect.objectContaining({ jobId: more, objects: 2, bytes: 204_800, oldestAt: expect.any(Number) }),
    ])
    const later = await job({})
    expect(await verdicts(later)).toEqual(['partly-verified'])
  })

  it('of a job with damage only what is surely good counts for others', async () => {
    const one = await job({ a: 'x', b: 'r', c: 'y' })
    const two = await job({ b: 's' })
    const three = await job({ a: 't', c: 't' })
    rmSync(store.fileOf(bytes('r')))
    await verify(one)
    expect(await verdicts(one, two, three)).toEqual(['damaged', 'partly-verified', 'never-verified'])
    expect(await ledger.verification.coverage(store.endpoint, [two])).toMatchObject([{ objects: 1, bytes: 102_400 }])
  })

  it('what was read of a folder counts in all that show it, whatever else they show', async () => {
    const one = await job({ 'a/1': 'x', 'a/2': 'y', 'b/1': 'z', c: 'c' })
    const two = await job({ 'a/2': 'n', c: 'd' })
    const three = await job({ 'b/1': 'e', 'b/2': 'f', c: 'g' })
    const other = await job({ 'a/1': 'x' }, 'other')
    await verify(one, { prefix: 'a/' })
    expect(await verdicts(one, two, three, other)).toEqual([
      'partly-verified',
      'partly-verified',
      'partly-verified',
      'never-verified',
    ])
    expect(await objects(one, two, three)).toEqual([2, 1, 1])
  })

  it('what was read of several folders and objects adds up, each counted once', async () => {
    const one = await job({ 'a/1': 'x', 'a/2': 'y', 'b/1': 'z', c: 'c', d: 'd' })
    const two = await job({ d: 'e' })
    await verify(one, { prefix: 'a/' })
    await verify(two, { prefix: 'a/' })
    await verify(one, { prefix: 'b/' })
    await verify(one, { name: 'c' })
    await verify(one, { name: 'd' })
    expect(await verdicts(one, two)).toEqual(['verified', 'partly-verified'])
    expect(await objects(one, two)).toEqual([5, 4])
    await verify(two, { name: 'd' })
    expect(await verdicts(two)).toEqual(['verified'])
  })

  it('of a folder with damage only what is surely good counts for others', async () => {
    const one = await job({ 'a/1': 'x', 'a/2': 'r', 'a/3': 'y', b: 'z' })
    const two = await job({ 'a/2': 's' })
    rmSync(store.fileOf(bytes('r')))
    await verify(one, { prefix: 'a/' })
    expect(await verdicts(one, two)).toEqual(['damaged', 'partly-verified'])
    expect(await objects(two)).toEqual([1])
  })

  it('what was read before a verification was stopped counts as far as it came, and all of it once it went on', async () => {
    const one = await job({ a: 'x', b: 'y', c: 'z', d: 'd' })
    const two = await job({ a: 'n' })
    const source = stuckBehind('b')
    await using verifications = open(source)
    const { id } = await verifications.start(whole(one))
    await until('running', id, 'b')
    await verifications.pause(id)
    expect(await verdicts(one, two)).toEqual(['partly-verified', 'partly-verified'])
    expect(await objects(one, two)).toEqual([2, 1])
    source.letGo()
    await verifications.resume(id)
    await until('done', id)
    expect(await verdicts(one, two)).toEqual(['verified', 'partly-verified'])
    expect(await objects(one, two)).toEqual([4, 3])
  })

  it('a stopped verification of a folder that goes on is asked about again', async () => {
    const one = await job({ 'a/1': 'x', 'a/2': 'y', 'a/3': 'z', b: 'b' })
    const two = await job({ b: 'n' })
    const source = stuckBehind('a/1')
    await using verifications = open(source)
    const { id } = await verifications.start({ ...whole(one), prefix: 'a/' })
    await until('running', id, 'a/1')
    await verifications.pause(id)
    await verdicts()
    expect(await objects(two)).toEqual([1])
    source.letGo()
    await verifications.resume(id)
    await until('done', id)
    await verdicts()
    expect(await objects(two)).toEqual([3])
  })

  it('what was read of a job while it was written is no claim about what it came to', async () => {
    const one = await store.startJob('home')
    await store.put(one, 'a', { chunks: [bytes('x')] })
    await store.put(one, 'b', { chunks: [bytes('y')] })
    await verify(one)
    await verify(one, { prefix: 'a' })
    await store.put(one, 'a', { chunks: [bytes('z')] })
    await store.put(one, 'c', { chunks: [bytes('z')] })
    await store.commit(one)
    const two = await job({})
    expect(await verdicts(one, two)).toEqual(['never-verified', 'never-verified'])
  })

  it('of jobs older than the records it is not known whether they were verified, until they are read again', async () => {
    const one = await job({ a: 'x' })
    const two = await job({ b: 'y' })
    const [, day, time] = /^(.*)T(.*)Z$/.exec(new Date().toISOString())!
    const stamp = `${day}t${time}z`.replace(/[-:.]/g, '')
    writeFileSync(join(store.dataDir, `ledger.sqlite.damaged-${stamp}`), '')
    await setTimeout(1) // a job is told in milliseconds
    const three = await job({ c: 'z' })
    const unknown = 'verification-unknown'
    expect(await verdicts(one, two, three)).toEqual([unknown, unknown, 'never-verified'])
    await verify(two)
    expect(await verdicts(one, two, three)).toEqual(['verified', 'verified', 'partly-verified'])
  })

  it('is asked once, and again only after jobs began or ended, however many jobs are looked at', async () => {
    const one = await job({ a: 'r', b: 'x' })
    await job({ c: 'y' })
    rmSync(store.fileOf(bytes('r')))
    await verify(one)
    const asked = counted()
    await verdicts()
    expect(asked).toEqual(['ListChunkUsesCommand', 'ListSharedContentCommand'])
    await verdicts()
    await verdicts()
    expect(asked).toHaveLength(2)
    await job({ d: 'z' })
    asked.length = 0
    await verdicts()
    await verdicts()
    expect(asked).toEqual(['ListChunkUsesCommand', 'ListSharedContentCommand'])
  })
})
