import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { isOpen } from '#lib/jobs/verdict.ts'
import type { VerifiableObject } from '#lib/restore/index.ts'
import { smallBytes } from '#lib/storage/small-chunks.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'

/** What is to be verified: one object, or what begins with a prefix ('' for the whole job). */
export interface Scope {
  jobId: string
  prefix: string
  name: string | null
}

/** `length` in bytes as the listing tells it, by the service or by the `thaw/1` hint. */
export type ScopedObject = VerifiableObject & { length: number | undefined }

/** How long a source is asked what its job is doing, in milliseconds: without an answer the verification goes on. */
const patience = 5_000

/** The name asked for is not in the job. */
export class NothingToVerifyError extends Error {
  override readonly name = 'NothingToVerifyError'
  readonly retryable = false
}

/** The objects of a scope in the order of their names, from a name on (itself included). */
export async function* objectsOf(
  source: ObjectSource,
  { jobId, prefix, name }: Scope,
  from: string | null,
  signal: AbortSignal,
): AsyncGenerator<ScopedObject> {
  if (name === null) {
    const asked = { prefix, ...(from !== null && { start: from }) }
    for await (const object of source.list(jobId, asked, signal)) yield toVerify(source, jobId, object)
    return
  }
  const found = await source.find(jobId, name, signal)
  if (!found) throw new NothingToVerifyError(`The job has no object ${JSON.stringify(name)}.`)
  yield toVerify(source, jobId, found)
}

/** How much a scope is, from the listing alone. */
export async function countScope(
  source: ObjectSource,
  scope: Scope,
  signal: AbortSignal,
): Promise<{ objects: number; bytes: number }> {
  const total = { objects: 0, bytes: 0 }
  for await (const { length = 0 } of objectsOf(source, scope, null, signal)) {
    total.objects++
    total.bytes += length
  }
  return total
}

/** Whether a job still runs: objects may be written anew behind whoever reads it. False where nobody can say. */
export async function isBeingWritten(source: ObjectSource, jobId: string, signal: AbortSignal): Promise<boolean> {
  const promptly = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  const state = await source.jobState(jobId, promptly).catch(() => undefined)
  return state !== undefined && isOpen(state)
}

function toVerify(source: ObjectSource, jobId: string, object: SourceObject): ScopedObject {
  const { name, checksum } = object
  return {
    name,
    checksum,
    ...source.read(jobId, object),
    length: object.length ?? parseThawMetadata(object.metadata)?.size,
    isSmall: (object.onlyChunk?.length ?? Number.POSITIVE_INFINITY) <= smallBytes,
    ...(object.blobLength !== 0 && {
      checkMetadata: (signal: AbortSignal) => source.checkBlob(jobId, object, signal),
    }),
    isThere: async (signal) => (await source.find(jobId, name, signal))?.checksum === checksum,
  }
}
