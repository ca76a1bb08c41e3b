import type { ThawBlob } from '#lib/browse/metadata.ts'
import type { FetchChunk, HashedBytes, ListChunks } from '#lib/restore/index.ts'

/** An object as a listing tells of it. */
export interface SourceObject {
  name: string
  /** SUMMARY. */
  checksum: string
  /** Opens the object in the listing's job; may expire. */
  token: string
  /** Number of chunks, where it is told. */
  chunks?: number | undefined
  /** In bytes, where it is told. */
  length?: number | undefined
  metadata?: string | undefined
  /** Of the metadata blob, in bytes, where it is told; 0: there is none. */
  blobLength?: number | undefined
  /** The chunk of an object that has but one, where the listing tells it. */
  onlyChunk?: { length: number; checksum: string; token: string } | undefined
}

/**
 * The storage that downloads, previews and verifications read from. What it throws says of itself whether the same call
 * may succeed later (`retryable`).
 */
export interface ObjectSource {
  /** Tells one storage from another in the ledger. */
  readonly endpoint: string
  /**
   * The state of a job (COMPLETED, RUNNING, …), undefined where nobody can say.
   *
   * @throws {NoBackupError} it ended without a backup; `find` and `list` throw the same.
   */
  jobState(jobId: string, signal?: AbortSignal): Promise<string | undefined>
  find(jobId: string, name: string, signal?: AbortSignal): Promise<SourceObject | undefined>
  /** Objects whose names begin with `prefix`, in the order of their names' bytes, from `start` on (itself included). */
  list(
    jobId: string,
    of: { prefix: string; start?: string | undefined },
    signal?: AbortSignal,
  ): AsyncIterable<SourceObject>
  /** How an object's chunks are listed and fetched. */
  read(
    jobId: string,
    object: Pick<SourceObject, 'name' | 'checksum' | 'token' | 'onlyChunk'>,
  ): { listChunks: ListChunks; fetchChunk: FetchChunk }
  /**
   * Many small chunks by their tokens, for storages where that costs next to nothing: answer by answer, checked by this
   * very process. What is not there is asked for as `read` says, which then tells why.
   */
  readTogether?:
    | ((jobId: string, tokens: string[], signal: AbortSignal) => Promise<(HashedBytes | undefined)[]>)
    | undefined
  /** What an object's metadata string had no room for; undefined where its blob does not say. */
  thawBlob(jobId: string, object: SourceObject, signal?: AbortSignal): Promise<ThawBlob | undefined>
  /** Reads an object's metadata blob, if it has one. @throws {Error} it is not what its checksum promises. */
  checkBlob(jobId: string, object: SourceObject, signal: AbortSignal): Promise<void>
}
