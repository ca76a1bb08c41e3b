import { createHash } from 'node:crypto'
import type { IndexStore, JobRecord, ObjectQuery, ObjectRecord, Outcome, Refusal, StoredChunk } from '../index-store.ts'
import type { ChunkLocation, Sha256 } from '../ports.ts'

export const sha256 = (bytes: string | Uint8Array): Sha256 => createHash('sha256').update(bytes).digest('base64')

/** The checksum of an object with these chunks. */
export const summaryOf = (checksums: readonly Sha256[]): Sha256 =>
  sha256(Buffer.concat(checksums.map((checksum) => Buffer.from(checksum, 'base64'))))

/** A chunk of its own for every text, as the chunk store would hand it over. */
export function chunkOf(text: string, location: ChunkLocation = { kind: 'file' }, length = 100): StoredChunk {
  return { chunk: { checksum: sha256(text), length, location }, written: true }
}

/** The outcome of a write that must not be refused. */
export function accepted<T>(outcome: Outcome<Refusal['reason'], T>): { ok: true } & T {
  if (!outcome.ok) throw new Error(`Refused: ${JSON.stringify(outcome.refusal)}`)
  return outcome
}

/** Why a write was refused. */
export function refusal(outcome: Outcome<Refusal['reason']>): Refusal {
  if (outcome.ok) throw new Error('It was not refused')
  return outcome.refusal
}

/** A timeline under test: short names for the writes, and a clock of its own. */
export class Timeline {
  readonly #index: IndexStore
  readonly #vault: string
  now = 1_000_000

  constructor(index: IndexStore, vault = 'Default') {
    this.#index = index
    this.#vault = vault
  }

  create(
    jobId: string,
    options: { token?: string; takeOver?: boolean; resumable?: boolean; resourceArn?: string } = {},
  ) {
    const { resourceArn = 'arn:aws:thaw::000000000000:resource/x', takeOver = false, token, resumable } = options
    const fixed = { vault: this.#vault, resourceArn, resourceType: 'Thaw', roleArn: 'arn:aws:iam::0:role/x' }
    return this.#index.createJob({ jobId, ...fixed, takeOver, token, resumable, now: this.now })
  }

  async start(jobId: string, options?: Parameters<Timeline['create']>[1]): Promise<JobRecord> {
    return accepted(await this.create(jobId, options)).job
  }

  /** Puts an object of one chunk, which is another one for every `content`; '' has none. */
  async put(jobId: string, name: string, content = `${jobId} ${name}`): Promise<void> {
    const stored = content === '' ? undefined : chunkOf(content)
    const checksum = summaryOf(stored ? [stored.chunk.checksum] : [])
    const object = { jobId, name, throwOnDuplicate: false, checksum, content: stored, now: this.now }
    accepted(await this.#index.putObject(object))
  }

  async delete(jobId: string, name: string): Promise<void> {
    accepted(await this.#index.deleteObject({ jobId, name, now: this.now }))
  }

  async commit(jobId: string): Promise<void> {
    accepted(await this.#index.commitJob({ jobId, abandon: false, now: this.now }))
  }

  async abort(jobId: string, reason = 'test'): Promise<void> {
    accepted(await this.#index.abortJob({ jobId, cause: 'stopped', reason, now: this.now }))
  }

  async drop(jobId: string): Promise<void> {
    accepted(await this.#index.deleteJob({ jobId, reason: 'test', now: this.now }))
  }

  /** A whole job: puts and deletes (a leading minus), then the commit. */
  async job(jobId: string, ...changes: string[]): Promise<void> {
    await this.start(jobId)
    for (const change of changes)
      await (change.startsWith('-') ? this.delete(jobId, change.slice(1)) : this.put(jobId, change))
    await this.commit(jobId)
  }
}

/** All objects of the listing, page by page. */
export async function listAll(
  index: IndexStore,
  query: Omit<ObjectQuery, 'limit'>,
  limit = 100,
): Promise<ObjectRecord[]> {
  const all: ObjectRecord[] = []
  let cursor: ObjectQuery['cursor']
  do {
    const page = await index.objects({ ...query, limit, cursor })
    if (!page) throw new Error(`Job ${query.jobId} cannot be listed`)
    all.push(...page.objects)
    cursor = page.cursor
  } while (cursor)
  return all
}

/** Checksums of all chunks nothing refers to. */
export async function orphanSet(index: IndexStore): Promise<Set<Sha256>> {
  const found = new Set<Sha256>()
  let cursor: Parameters<IndexStore['orphans']>[0]['cursor']
  do {
    const page = await index.orphans({ condemnedBefore: Number.MAX_SAFE_INTEGER, limit: 100, cursor })
    for (const { checksum } of page.chunks) found.add(checksum)
    cursor = page.cursor
  } while (cursor)
  return found
}
