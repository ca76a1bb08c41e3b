import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import type { Verification } from '#lib/ledger/verification-tasks.ts'
import { endpoint, type MemorySource, memorySource, sum, summary } from './memory-source.testing.ts'
import { createVerifications, type Verifications, type VerificationsOptions } from './verifications.ts'

let directory: string
let ledger: Ledger
let clock: number
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'thaw-verifications-'))
  ledger = await openLedger(join(directory, 'ledger.sqlite'))
  clock = 1_000_000
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

const open = (source: MemorySource, more: Partial<VerificationsOptions> = {}): Verifications =>
  createVerifications({ ledger, source, now: () => clock, ...more })

const whole = { jobId: 'job', prefix: '', name: null, since: null }
const find = async (id: string): Promise<Verification> => (await ledger.verifications.find(id))!
const findings = (id: string) => ledger.verifications.findings(id, { limit: 100 })

/** Until the task is out of line. */
async function ended(id: string): Promise<Verification> {
  while (['waiting', 'running'].includes((await find(id)).state)) await new Promise((resolve) => setImmediate(resolve))
  return find(id)
}

/** Holds the first read of a content until it is let go, or the read is given up. */
function gate(source: MemorySource, content: string) {
  const reached = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  source.onRead = async (read, signal) => {
    if (read !== content) return
    reached.resolve()
    signal.addEventListener('abort', () => free.reject(signal.reason), { once: true })
    await free.promise
  }
  return { reached: reached.promise, release: free.resolve }
}

const letters = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`f${String(i).padStart(4, '0')}`, [`one ${i}`, `two ${i}`]]),
  )

describe('verifications', () => {
  it('R11 leave memory and the endpoint to others: at most 16 MiB and four reads are under way', async () => {
    const content = (i: number) => `${i}`.padEnd(i < 16 ? 7 * 1024 * 1024 : 70 * 1024, '.')
    const source = memorySource(Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`f${i + 10}`, [content(i)]])))
    const most = { bytes: 0, reads: 0 }
    const now = { bytes: 0, reads: 0 }
    source.onRead = async ({ length }) => {
      now.bytes += length
      now.reads++
      most.bytes = Math.max(most.bytes, now.bytes)
      most.reads = Math.max(most.reads, now.reads)
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
      now.bytes -= length
      now.reads--
    }
    await using verifications = open(source)
    expect(await ended((await verifications.start(whole)).id)).toMatchObject({ state: 'done', objects: 32 })
    expect(most.reads).toBe(4)
    expect(most.bytes).toBeLessThanOrEqual(16 * 1024 * 1024)
  })

  it('read every distinct chunk once, count the job, and keep what is damaged with where it is', async () => {
    const source = memorySource({ a: ['x', 'shared'], b: ['shared'], c: ['y', 'rotten'], d: [] })
    source.damage.set('rotten', 'rOtten')
    const once = { checksum: summary(['y', 'rotten']), bytes: 7 }
    await ledger.verification.recordVerified({ endpoint, jobId: 'older', contents: [once], at: 1 })
    await using verifications = open(source)
    const { id } = await verifications.start(whole)
    expect(await ended(id)).toMatchObject({
      state: 'done',
      position: 'd',
      objects: 4,
      bytes: 20,
      chunks: 3,
      damagedObjects: 1,
      damagedBytes: 7,
      aheadObjects: 0,
      aheadBytes: 0,
      totalObjects: 4,
      totalBytes: 20,
      finishedAt: clock,
    })
    expect(source.reads.toSorted()).toEqual(['rotten', 'rotten', 'shared', 'x', 'y']) // a bad one is read again once
    expect(await findings(id)).toMatchObject([
      { object: 'c', objectChecksum: summary(['y', 'rotten']), chunkIndex: 1, chunkOffset: 1, checksum: sum('rotten') },
    ])
    expect(await ledger.damagedChunks.withChunk(endpoint, sum('rotten'), 9)).toMatchObject([
      { jobId: 'job', object: 'c' },
    ])
    expect(await ledger.verification.verifiedAt(endpoint, [once.checksum, summary(['shared'])])).toEqual([
      undefined,
      clock,
    ])
    expect(await ledger.verification.coverage(endpoint, ['job'])).toEqual([
      {
        jobId: 'job',
        objects: 3,
        bytes: 13,
        totalObjects: 4,
        totalBytes: 20,
        oldestAt: clock,
        newestAt: clock,
        countedAt: clock,
      },
    ])
  })

  it('a chunk that reads whole again heals every finding of it', async () => {
    const source = memorySource({ a: ['rotten'], b: ['rotten'], c: ['bad'] })
    source.damage.set('rotten', 'rOtten').set('bad', 'baD')
    await using verifications = open(source)
    const first = await verifications.start(whole)
    await ended(first.id)
    expect((await findings(first.id)).map(({ healed }) => healed)).toEqual([false, false, false])
    expect(await ledger.verifications.countFindings(first.id)).toEqual({ found: 3, open: 3 })
    source.damage.delete('rotten')
    await ended((await verifications.start({ ...whole, name: 'b' })).id)
    expect((await findings(first.id)).map(({ object, healed }) => [object, healed]).toSorted()).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ])
  })

  it('go on after a restart where they were, and leave out nothing', async () => {
    const source = memorySource(letters(60))
    source.damage.set('one 7', '!').set('two 55', '!')
    const { reached } = gate(source, 'one 30')
    const first = open(source)
    const { id } = await first.start(whole)
    await reached
    await first[Symbol.asyncDispose]()
    const stopped = await find(id)
    expect(stopped.state).toBe('running')
    expect(stopped.position! < 'f0030').toBe(true)
    expect(stopped.objects).toBeGreaterThan(20)

    source.onRead = () => {}
    source.reads.length = 0
    await using _second = open(source)
    expect(await ended(id)).toMatchObject({ state: 'done', objects: 60, damagedObjects: 2, aheadObjects: 0 })
    expect(source.reads).not.toContain('one 5')
    for (let i = 30; i < 60; i++) expect(source.reads).toContain(`one ${i}`)
    expect((await findings(id)).map(({ object }) => object)).toEqual(['f0007', 'f0055'])
    expect(await ledger.verification.coverage(endpoint, ['job'])).toMatchObject([{ objects: 58, totalObjects: 60 }])
  })

  it('run one at a time in the order they were asked for; pause, resume and cancel', async () => {
    const source = memorySource(letters(20))
    const held = gate(source, 'one 10')
    await using verifications = open(source)
    const first = await verifications.start(whole)
    const second = await verifications.start({ ...whole, prefix: 'f000' })
    const third = await verifications.start({ ...whole, prefix: 'f001' })
    await held.reached
    expect((await ledger.verifications.list({ endpoint, limit: 9 })).map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'running'],
      [third.id, 'waiting'],
      [second.id, 'waiting'],
    ])
    expect(await verifications.cancel(third.id)).toMatchObject({ state: 'cancelled', finishedAt: clock })
    expect(await verifications.pause(first.id)).toMatchObject({ state: 'paused', finishedAt: null })
    expect(await ended(second.id)).toMatchObject({ state: 'done', objects: 10 })
    expect(await ledger.verification.coverage(endpoint, ['job'])).toMatchObject([{ objects: 10, totalObjects: null }])

    source.onRead = () => {}
    expect((await verifications.resume(first.id))?.state).toMatch(/waiting|running/)
    expect(await ended(first.id)).toMatchObject({ state: 'done', objects: 20 })
    expect(await verifications.pause(first.id)).toMatchObject({ state: 'done' })
    expect(await verifications.cancel(third.id)).toMatchObject({ state: 'cancelled' })
    expect(await verifications.resume('none')).toBeUndefined()
  })

  it('wait longer and longer for a service out of reach, begin anew with what is done, and give up at last', async () => {
    const away = Object.assign(new Error('connection refused'), { retryable: true })
    const source = memorySource(letters(40))
    let failures = 0
    source.onRead = (content) => {
      if (content === 'one 20' && failures++ < 3) throw away
    }
    const pauses: number[] = []
    const sleep = async (milliseconds: number) => void pauses.push(milliseconds)
    await using verifications = open(source, { sleep })
    expect(await ended((await verifications.start(whole)).id)).toMatchObject({ state: 'done', objects: 40, note: null })
    expect(pauses.at(-1)).toBeGreaterThan(1000)

    pauses.length = 0
    source.onRead = () => Promise.reject(away)
    const failed = await ended((await verifications.start(whole)).id)
    expect(failed).toMatchObject({ state: 'failed', note: expect.stringContaining('connection refused') })
    expect(pauses.slice(0, 3)).toEqual([1000, 2000, 4000])
    expect(pauses.at(-1)).toBe(60_000)
    expect(await findings(failed.id)).toEqual([])
  })

  it('fail at once, in words, where the job is gone', async () => {
    const source = memorySource({ a: ['x'] })
    source.list = async function* () {
      yield* []
      throw new Error('There is no such job')
    }
    await using verifications = open(source)
    expect(await ended((await verifications.start(whole)).id)).toMatchObject({
      state: 'failed',
      note: 'There is no such job.',
    })
  })

  it('leave out what was verified recently enough, and say how old the oldest of it is', async () => {
    const source = memorySource({ a: ['x'], b: ['y'], c: ['z'] })
    const verified = (content: string, at: number) =>
      ledger.verification.recordVerified({
        endpoint,
        jobId: 'older job',
        contents: [{ checksum: summary([content]), bytes: 1 }],
        at,
      })
    await verified('x', 500)
    await verified('y', 100)
    await using verifications = open(source)
    const task = await ended((await verifications.start({ ...whole, since: 400 })).id)
    expect(task).toMatchObject({ state: 'done', objects: 3, skippedObjects: 1, oldestAt: 500 })
    expect(source.reads.toSorted()).toEqual(['y', 'z'])
    expect(await ledger.verification.coverage(endpoint, ['job'])).toMatchObject([
      { objects: 3, oldestAt: 500, newestAt: clock },
    ])
  })

  it('write to the ledger at most twice a second', async () => {
    const source = memorySource(letters(500))
    source.onRead = () => {
      clock += 5
    }
    let writes = 0
    const tasks = ledger.verifications
    const counting: Ledger = {
      ...ledger,
      verifications: {
        ...tasks,
        advance(...all) {
          writes++
          return tasks.advance(...all)
        },
      },
    }
    await using verifications = open(source, { ledger: counting })
    const { startedAt, finishedAt } = await ended((await verifications.start(whole)).id)
    expect(finishedAt! - startedAt!).toBe(5000)
    expect(writes).toBeGreaterThan(0)
    expect(writes).toBeLessThanOrEqual(11)
  })
})
