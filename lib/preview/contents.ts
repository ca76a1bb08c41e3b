import { type FetchChunk, fetchVerified, isNamed, type ObjectPlan, planObject } from '#lib/restore/index.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'
import { createRecent } from './recent.ts'

/** An object that was opened to be looked at. */
export interface Content {
  jobId: string
  object: SourceObject
  plan: ObjectPlan
  fetchChunk: FetchChunk
}

/** Chunks that the plans kept may list together. */
const plannedChunks = 250_000
/** Bytes of verified chunks kept. */
const keptBytes = 64 * 1024 * 1024
/** How long a list of chunks may take, in milliseconds; whoever asked first may be gone by then. */
const planningTime = 60_000

/**
 * Opens objects for readers that come back for one small part after another: lists of chunks and the chunks last read
 * are kept, so that the next few KiB need neither be listed nor read again. Chunks are kept by job and SHA-256, and only
 * once they were verified: what another job has of the same content may be damaged there, and is to be seen so.
 */
export function createContents(source: ObjectSource) {
  const opened = createRecent<Content>(plannedChunks, ({ plan }) => Math.max(1, plan.chunks.length))
  const opening = new Map<string, Promise<Content>>()
  const chunks = createRecent<Uint8Array>(keptBytes, ({ length }) => length)

  async function make(jobId: string, object: SourceObject): Promise<Content> {
    const { listChunks, fetchChunk } = source.read(jobId, object)
    const plan = await planObject({ ...object, listChunks }, AbortSignal.timeout(planningTime))
    const content: Content = { jobId, object, plan, fetchChunk: remembering(jobId, plan, fetchChunk) }
    opened.set(keyOf(jobId, object), content)
    return content
  }

  function remembering(jobId: string, plan: ObjectPlan, fetchChunk: FetchChunk): FetchChunk {
    return async (chunk, signal) => {
      const key = `${jobId}\0${chunk.checksum}`
      const bytes = chunks.get(key) ?? alone(await fetchVerified(plan, chunk, fetchChunk, signal))
      chunks.set(key, bytes)
      // A view of its own: whoever sends it may give the memory of the very bytes back, and these are kept.
      return { bytes: bytes.subarray(), checksum: chunk.checksum }
    }
  }

  return {
    /** @throws {ObjectPlanError} the list of its chunks is wrong. */
    async open(jobId: string, object: SourceObject): Promise<Content> {
      const key = keyOf(jobId, object)
      const known = opened.get(key)
      if (known) return known
      const pending = opening.get(key) ?? make(jobId, object).finally(() => opening.delete(key))
      opening.set(key, pending)
      return pending
    },
    /** The next reader lists its chunks anew. */
    forget({ jobId, object }: Content): void {
      opened.drop(keyOf(jobId, object))
    },
  }
}

/** Small chunks come as parts of one memory: whoever keeps a part keeps all of it. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes)
}

const keyOf = (jobId: string, { name, checksum }: SourceObject) => `${jobId}\0${name}\0${checksum}`

/** What a read of a content failed of: its chunks are verified in `fetchChunk`, so what that throws comes wrapped. */
export function reasonOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined
  return isNamed(cause, 'ChunkVerificationError') || isNamed(cause, 'ChunkFetchError') ? cause : error
}
