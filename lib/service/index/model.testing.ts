/**
 * The index against a reference that keeps a full map of every job and knows no intervals: the same random steps on both,
 * all jobs compared after each.
 */
import { expect } from 'vitest'
import { random } from '#lib/random.testing.ts'
import { type IndexStore, LEASE_MS } from '../index-store.ts'
import type { Sha256 } from '../ports.ts'
import { accepted, chunkOf, listAll, refusal, summaryOf, Timeline } from './testing.ts'

interface ModelObject {
  checksum: Sha256
  createdAt: number
  chunks: Sha256[]
}

interface ModelJob {
  id: string
  state: 'RUNNING' | 'COMPLETED' | 'ABORTED'
  leaseUntil: number
  resumable: boolean
  objects: Map<string, ModelObject>
  /** Names of its own finished objects. */
  own: Set<string>
  /** Chunks of uploads that are still open. */
  pending: Sha256[]
}

const names = ['a', 'a/b', 'a/c', 'b', 'é', '\uFFFD', '😀']

export interface ModelRun {
  /** Chunks the sequence brought, and those of them something still refers to. */
  brought: Set<Sha256>
  reachable: Set<Sha256>
}

/** Runs one sequence in a vault of its own. */
export async function runModel(index: IndexStore, seed: number, steps: number): Promise<ModelRun> {
  const next = random(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!
  const timeline = new Timeline(index, `vault-${seed}`)
  const brought = new Set<Sha256>()
  let jobs: ModelJob[] = []
  let count = 0

  const running = () => jobs.find((job) => job.state === 'RUNNING')
  const end = (job: ModelJob, state: 'COMPLETED' | 'ABORTED') => {
    job.state = state
    job.pending = []
  }
  const wrote = (job: ModelJob) => {
    job.leaseUntil = timeline.now + LEASE_MS
  }
  const bring = () => {
    const stored = chunkOf(`${seed} ${pick([count, Math.floor(next() * count)])}`)
    brought.add(stored.chunk.checksum)
    return stored
  }

  const actions: Record<string, () => Promise<void>> = {
    async start() {
      const id = `job-${seed}-${count}`
      const busy = running()
      const takeOver = next() < 0.2
      const resumable = next() < 0.5
      const outcome = await timeline.create(id, { takeOver, resumable })
      if (busy && !takeOver && busy.leaseUntil > timeline.now) {
        expect(refusal(outcome)).toMatchObject({ reason: 'timeline-busy', jobId: busy.id })
        return
      }
      if (busy && !takeOver && !busy.resumable && busy.own.size > 0) {
        expect(refusal(outcome)).toEqual({ reason: 'job-unfinished', jobId: busy.id })
        return
      }
      expect(accepted(outcome).aborted).toBe(busy?.id)
      if (busy) end(busy, 'ABORTED')
      const base = jobs.findLast((job) => job.state === 'COMPLETED')
      const leaseUntil = timeline.now + LEASE_MS
      const objects = new Map(base?.objects)
      jobs.push({ id, state: 'RUNNING', leaseUntil, resumable, objects, own: new Set(), pending: [] })
    },
    async put() {
      const job = running()
      if (!job) return
      const stored = next() < 0.1 ? undefined : bring()
      const chunks = stored ? [stored.chunk.checksum] : []
      const name = pick(names)
      const checksum = summaryOf(chunks)
      const object = { jobId: job.id, name, throwOnDuplicate: false, checksum, content: stored, now: timeline.now }
      accepted(await index.putObject(object))
      job.objects.set(name, { checksum, createdAt: timeline.now, chunks })
      job.own.add(name)
      wrote(job)
    },
    async upload() {
      const job = running()
      if (!job) return
      const upload = { jobId: job.id, uploadId: `upload-${seed}-${count}`, now: timeline.now }
      const name = pick(names)
      accepted(await index.startUpload({ ...upload, name, throwOnDuplicate: false }))
      const chunks: Sha256[] = []
      for (let i = 0; i < 3; i++) {
        const stored = bring()
        accepted(await index.addChunk({ ...upload, index: i, ...stored }))
        chunks.push(stored.chunk.checksum)
      }
      wrote(job)
      if (next() < 0.3) {
        job.pending.push(...chunks)
        return
      }
      const blob = next() < 0.5 ? bring() : undefined
      const checksum = summaryOf(chunks)
      accepted(await index.completeUpload({ ...upload, checksum, blob }))
      if (blob) chunks.push(blob.chunk.checksum)
      job.objects.set(name, { checksum, createdAt: timeline.now, chunks })
      job.own.add(name)
    },
    async delete() {
      const job = running()
      if (!job) return
      const name = pick(names)
      const outcome = await index.deleteObject({ jobId: job.id, name, now: timeline.now })
      if (!job.objects.has(name)) {
        expect(refusal(outcome)).toEqual({ reason: 'object-unknown' })
        return
      }
      accepted(outcome)
      job.objects.delete(name)
      job.own.delete(name)
      wrote(job)
    },
    async commit() {
      const job = running()
      if (!job) return
      accepted(await index.commitJob({ jobId: job.id, abandon: true, now: timeline.now }))
      end(job, 'COMPLETED')
    },
    async abort() {
      const job = running()
      if (!job) return
      await timeline.abort(job.id)
      end(job, 'ABORTED')
    },
    async drop() {
      const job = pick(jobs.filter(({ state }) => state !== 'ABORTED'))
      if (!job) return
      await timeline.drop(job.id)
      if (job.state === 'RUNNING') end(job, 'ABORTED')
      else jobs = jobs.filter((other) => other !== job)
    },
    async lapse() {
      timeline.now += LEASE_MS
    },
  }
  const odds = ['start', 'start', 'put', 'put', 'put', 'put', 'upload', 'delete', 'delete', 'commit', 'commit', 'drop']
  const deck = [...odds, ...odds, 'abort', 'lapse']

  async function compare(pageSize: number): Promise<void> {
    for (const job of jobs) {
      const record = await index.job(job.id)
      expect(record?.state).toBe(job.state)
      if (job.state === 'ABORTED') {
        expect(await index.objects({ jobId: job.id, limit: 1 })).toBeUndefined()
        continue
      }
      const listed = await listAll(index, { jobId: job.id }, pageSize)
      const expected = Array.from(job.objects)
        .map(([name, { checksum, createdAt }]) => [name, checksum, createdAt] as const)
        .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(listed.map(({ name, checksum, createdAt }) => [name, checksum, createdAt])).toEqual(expected)
      expect(record?.objects).toBe(listed.length)
      expect(record?.bytes).toBe(listed.reduce((sum, { length }) => sum + length, 0))
    }
  }

  for (let step = 0; step < steps; step++) {
    count += 1
    timeline.now += 1000
    await actions[pick(deck)]!()
    await compare(step % 8 === 0 ? 2 : 100)
  }
  const reachable = new Set<Sha256>()
  for (const job of jobs) {
    if (job.state === 'ABORTED') continue
    for (const { chunks } of job.objects.values()) for (const chunk of chunks) reachable.add(chunk)
    for (const chunk of job.pending) reachable.add(chunk)
  }
  return { brought, reachable }
}
