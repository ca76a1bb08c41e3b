import { createHash, hash } from 'node:crypto'
import {
  type BackupStorageClient,
  NotifyObjectCompleteCommand,
  PutChunkCommand,
  PutObjectCommand,
  StartObjectCommand,
} from '@aws-sdk/client-backupstorage'
import type { ThawMetadata } from '#lib/browse/metadata.ts'
import { type FoundXattrs, readXattrs } from '#lib/posix/xattrs.ts'
import type { ByteBudget } from '#lib/restore/index.ts'
import type { FoundEntry } from './scan.ts'
import { formatSeen, type IgnoredIdentity, isSettled } from './seen.ts'
import { openSourceFile, type SourceFile, SourceFileError } from './source-file.ts'
import { holdPath } from './source-folder.ts'
import { type StoredFacts, storedFacts, type Without } from './stored-facts.ts'
import { chunkSize, metadataOf } from './stored-metadata.ts'

/** The running job that is written to. */
export interface JobWriter {
  client: BackupStorageClient
  jobId: string
  /** Bounds the chunks held in memory. */
  memory: ByteBudget
  signal: AbortSignal
  ignored?: IgnoredIdentity | undefined
  /** Told of bytes of content read and stored. */
  onBytes?: ((count: number) => void) | undefined
}

export interface StoreResult {
  /** The file was written to during both readings; the second one is stored. */
  changed: boolean
  /** Bytes of content stored. */
  size: number
  /** What of its extended attributes is not stored. */
  without?: Without | undefined
}

type Stored = Omit<StoreResult, 'changed'>

/**
 * Stores one entry as an object, replacing one of the same name.
 *
 * @param share of the memory, for the entry's first chunk; returned once that chunk is stored.
 * @throws {SourceFileError} the file cannot be read; any other error is the service's.
 */
export async function storeEntry(job: JobWriter, entry: FoundEntry, share: Disposable): Promise<StoreResult> {
  if (entry.type === 'file') return storeFile(job, entry, share)
  const seen = isSettled(entry, Date.now()) ? { seen: formatSeen(entry) } : {}
  const facts = storedFacts({ ...metadataOf(entry), ...seen }, xattrsOf(entry))
  await putWhole(job, entry.name, Buffer.alloc(0), facts)
  return { changed: false, size: 0, without: facts.without }
}

/** Attributes of what is no file. */
function xattrsOf(entry: FoundEntry): FoundXattrs {
  try {
    using held = holdPath(entry)
    return readXattrs(held.path)
  } catch (error) {
    throw new SourceFileError(entry.path, error)
  }
}

async function storeFile(job: JobWriter, entry: FoundEntry, share: Disposable): Promise<StoreResult> {
  using shares = new DisposableStack()
  let held = shares.use(share)
  const exchange = async (bytes: number) => {
    held[Symbol.dispose]()
    held = shares.use(await job.memory.take(bytes, job.signal))
  }
  for (let readings = 1; ; readings++) {
    await using file = entry.content ?? (await openSourceFile(entry, job.ignored))
    if (readings > 1 || file.size > entry.size) await exchange(Math.min(file.size, chunkSize))
    // One byte more than stat tells shows whether that is all.
    let first = await file.read(Math.min(file.size + 1, chunkSize))
    if (first.length > file.size && first.length < chunkSize) {
      await exchange(chunkSize)
      first = Buffer.concat([first, await file.read(chunkSize - first.length)])
    }
    const complete =
      first.length < chunkSize ? prepareWhole(job, entry, file, first) : await putChunks(job, entry, file, first, held)
    const changed = await file.changed()
    if (changed && readings === 1) continue
    return { changed, ...(await complete()) }
  }
}

/** A file of one chunk goes in one request, once it is known to have held still. */
function prepareWhole(job: JobWriter, entry: FoundEntry, file: SourceFile, content: Buffer): () => Promise<Stored> {
  return async () => {
    const metadata = contentMetadata(file, content.length, hash('sha256', content, 'base64'))
    const { members, without } = storedFacts(metadata, file.xattrs())
    await putWhole(job, entry.name, content, { members, without })
    job.onBytes?.(content.length)
    return { size: content.length, without }
  }
}

/** Uploads a file of several chunks; what it returns makes the object visible, and tells its size. */
async function putChunks(
  job: JobWriter,
  entry: FoundEntry,
  file: SourceFile,
  first: Buffer,
  firstShare: Disposable,
): Promise<() => Promise<Stored>> {
  const { client, jobId, memory, onBytes } = job
  const failure = new AbortController()
  const signal = AbortSignal.any([job.signal, failure.signal])
  const { UploadId } = await client.send(new StartObjectCommand({ BackupJobId: jobId, ObjectName: entry.name }), {
    abortSignal: signal,
  })
  const whole = createHash('sha256')
  const summary = createHash('sha256')
  const uploads: Promise<void>[] = []
  let size = 0

  async function put(index: number, chunk: Buffer, share: Disposable): Promise<void> {
    using _ = share
    const checksum = hash('sha256', chunk, 'base64')
    summary.update(checksum, 'base64')
    await client.send(
      new PutChunkCommand({
        BackupJobId: jobId,
        UploadId,
        ChunkIndex: index,
        Data: chunk,
        Length: chunk.length,
        Checksum: checksum,
        ChecksumAlgorithm: 'SHA256',
      }),
      { abortSignal: signal },
    )
    onBytes?.(chunk.length)
  }

  let share = firstShare
  try {
    let chunk = first
    for (let index = 0; chunk.length > 0; index++) {
      signal.throwIfAborted()
      whole.update(chunk)
      size += chunk.length
      const upload = put(index, chunk, share)
      upload.catch((error) => failure.abort(error))
      uploads.push(upload)
      share = await memory.take(chunkSize, signal)
      chunk = await file.read(chunkSize)
    }
    await Promise.all(uploads)
  } catch (error) {
    failure.abort(error)
    await Promise.allSettled(uploads)
    throw error
  } finally {
    share[Symbol.dispose]() // of a chunk that was not there, or could not be read
  }
  return async () => {
    const metadata = { ...contentMetadata(file, size, whole.digest('base64')), chunk: chunkSize }
    const { members, without } = storedFacts(metadata, file.xattrs())
    await client.send(
      new NotifyObjectCompleteCommand({
        BackupJobId: jobId,
        UploadId,
        ObjectChecksum: summary.digest('base64'),
        ObjectChecksumAlgorithm: 'SUMMARY',
        ...members,
      }),
      { abortSignal: job.signal },
    )
    return { size, without }
  }
}

/** The file's facts as they were when it was opened: what is written later makes the next backup read it again. */
function contentMetadata(file: SourceFile, size: number, sha256: string): ThawMetadata {
  const { mtime, mode, seen, facts } = file
  return { type: 'file', size, mtime, mode, sha256, ...(seen && { seen }), ...facts }
}

async function putWhole(job: JobWriter, name: string, content: Buffer, facts: StoredFacts): Promise<void> {
  if (facts.members.MetadataBlob) return putWithBlob(job, name, content, facts)
  const digest = hash('sha256', content, 'buffer')
  const chunk = content.length > 0 && {
    InlineChunk: content,
    InlineChunkLength: content.length,
    InlineChunkChecksum: digest.toString('base64'),
    InlineChunkChecksumAlgorithm: 'SHA256',
  }
  await job.client.send(
    new PutObjectCommand({
      BackupJobId: job.jobId,
      ObjectName: name,
      MetadataString: facts.members.MetadataString,
      ...chunk,
      ObjectChecksum: hash('sha256', chunk ? digest : '', 'base64'),
      ObjectChecksumAlgorithm: 'SUMMARY',
    }),
    { abortSignal: job.signal },
  )
}

/** PutObject carries no blob, so an object with one is started, gets its chunk if it has any, and is completed. */
async function putWithBlob({ client, jobId, signal }: JobWriter, name: string, content: Buffer, facts: StoredFacts) {
  const options = { abortSignal: signal }
  const { UploadId } = await client.send(new StartObjectCommand({ BackupJobId: jobId, ObjectName: name }), options)
  const digest = content.length > 0 ? hash('sha256', content, 'buffer') : Buffer.alloc(0)
  if (content.length > 0)
    await client.send(
      new PutChunkCommand({
        BackupJobId: jobId,
        UploadId,
        ChunkIndex: 0,
        Data: content,
        Length: content.length,
        Checksum: digest.toString('base64'),
        ChecksumAlgorithm: 'SHA256',
      }),
      options,
    )
  await client.send(
    new NotifyObjectCompleteCommand({
      BackupJobId: jobId,
      UploadId,
      ObjectChecksum: hash('sha256', digest, 'base64'),
      ObjectChecksumAlgorithm: 'SUMMARY',
      ...facts.members,
    }),
    options,
  )
}
