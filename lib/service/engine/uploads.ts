import { createHash, randomUUID } from 'node:crypto'
import type { Completion, StoredChunk, UploadRecord } from '../index-store.ts'
import type { ChunkExpectation } from '../ports.ts'
import type { Engine, Input, Parts } from './engine.ts'
import { refuseExisting } from './existing-object.ts'
import { runningJob } from './job-check.ts'
import { ObjectManifest } from './manifests.ts'
import { expectedBytes } from './optional-body.ts'
import { existingChunk, missingIndex, refused, unknownUpload, unrefused, wrongSummary } from './refusals.ts'
import { storeChunk } from './store-chunk.ts'
import {
  algorithm,
  checksum,
  chunkIndex,
  chunkLength,
  given,
  length,
  MAX_BLOB_BYTES,
  metadataString,
  objectName,
} from './validate.ts'

/** Chunks read of an upload at a time. */
const SLICE = 1000
/** Chunks taken from expired uploads at a time. */
const EXPIRY_SLICE = 5000
/** How long an upload waits for its next chunk. */
const UNUSED_MS = 7 * 24 * 60 * 60 * 1000

/** StartObject, PutChunk, NotifyObjectComplete. */
export function createUploadOperations(
  parts: Parts,
): Pick<Engine, 'startObject' | 'putChunk' | 'notifyObjectComplete' | 'expireUploads'> {
  const { index, records, clock, turns } = parts
  const used = createUsedIds()

  /** The upload's chunks, gapless and with the SUMMARY that is claimed. */
  async function gather(jobId: string, uploadId: string, claimed: string): Promise<ObjectManifest> {
    const manifest = new ObjectManifest()
    const summary = createHash('sha256')
    for (let more = true; more; ) {
      const slice = await index.uploadChunks({ jobId, uploadId, from: manifest.chunkCount, limit: SLICE })
      for (const { index: position, chunk } of slice) {
        if (position !== manifest.chunkCount) throw missingIndex(manifest.chunkCount)
        summary.update(Buffer.from(chunk.checksum, 'base64'))
        manifest.add(chunk)
      }
      more = slice.length === SLICE
    }
    const actual = summary.digest('base64')
    if (actual !== claimed) throw wrongSummary(actual)
    return manifest
  }

  return {
    async startObject(input, { request }) {
      const job = await runningJob(index, input.BackupJobId)
      const name = objectName(input.ObjectName)
      const uploadId = randomUUID()
      const throwOnDuplicate = input.ThrowOnDuplicate ?? false
      await turns.upload(job, async () =>
        unrefused(await index.startUpload({ jobId: job.id, uploadId, name, throwOnDuplicate, request, now: clock() })),
      )
      return { UploadId: uploadId }
    },

    async putChunk(input, { request }) {
      const position = chunkIndex(input.ChunkIndex)
      algorithm(input.ChecksumAlgorithm, 'SHA256', 'ChecksumAlgorithm')
      const expected = {
        length: chunkLength(input.Length, 'Length'),
        checksum: checksum(input.Checksum, 'Checksum'),
      }
      const job = await runningJob(index, input.BackupJobId)
      const jobId = job.id
      const uploadId = given(input.UploadId, 'UploadId')
      using _use = used.use(uploadId)
      const upload = await index.upload({ jobId, uploadId })
      if (!upload || upload.completion) throw unknownUpload()
      const [there] = await index.uploadChunks({ jobId, uploadId, from: position, limit: 1 })
      if (there?.index === position && there.chunk.checksum !== expected.checksum)
        throw existingChunk(there.chunk.checksum)

      await storeChunk(parts, given(input.Data, 'Data'), expected, (stored) =>
        turns.chunk(job, uploadId, async () =>
          unrefused(await index.addChunk({ jobId, uploadId, index: position, ...stored, request, now: clock() })),
        ),
      )
      return { ChunkChecksum: expected.checksum, ChunkChecksumAlgorithm: 'SHA256' }
    },

    async notifyObjectComplete(input, { request }) {
      algorithm(input.ObjectChecksumAlgorithm, 'SUMMARY', 'ObjectChecksumAlgorithm')
      const claimed = checksum(input.ObjectChecksum, 'ObjectChecksum')
      const metadata = metadataString(input.MetadataString)
      const blob = await expectedBlob(input)
      const answer = { ObjectChecksum: claimed, ObjectChecksumAlgorithm: 'SUMMARY' } as const

      const job = await runningJob(index, input.BackupJobId)
      const jobId = job.id
      const uploadId = given(input.UploadId, 'UploadId')
      using _use = used.use(uploadId)
      const asked = { checksum: claimed, metadata, blobChecksum: blob?.checksum }
      const upload = await index.upload({ jobId, uploadId })
      if (!upload) throw unknownUpload()
      if (isComplete(upload, asked)) return answer

      /** Another call may have completed it just now: then its chunks are the object's. */
      const unlessComplete = async (error: unknown): Promise<undefined> => {
        const now = await index.upload({ jobId, uploadId })
        if (!now || !isComplete(now, asked)) throw error
      }
      if (blob) await gather(jobId, uploadId, claimed).catch(unlessComplete) // before a body is read for nothing
      const completeInTurn = async (stored?: StoredChunk) => {
        await runningJob(index, jobId)
        const found = await index.upload({ jobId, uploadId })
        if (!found) throw unknownUpload()
        if (isComplete(found, asked)) return
        const manifest = await gather(jobId, uploadId, claimed)
        if (found.throwOnDuplicate) await refuseExisting(index, jobId, found.name)
        const now = clock()
        const facts = { job: jobId, at: now, name: found.name, checksum: claimed, metadata, blob }
        const row = { jobId, uploadId, checksum: claimed, metadata, blob: stored, request, now }
        unrefused(await records.enter(manifest.records(facts), () => index.completeUpload(row)))
      }
      const complete = (stored?: StoredChunk) =>
        turns.object(job, upload.name, () => turns.completion(uploadId, () => completeInTurn(stored)))
      if (blob) await storeChunk(parts, given(input.MetadataBlob, 'MetadataBlob'), blob, complete)
      else await complete()
      return answer
    },

    async expireUploads({ unusedMs = UNUSED_MS }, { signal }) {
      const now = clock()
      let count = 0
      for (let more = true; more; ) {
        signal.throwIfAborted()
        const slice = { except: used.ids(), limit: EXPIRY_SLICE, now }
        const { expired, left } = await index.expireUploads({ unusedSince: now - unusedMs, ...slice })
        count += expired
        more = left
      }
      return { uploads: count }
    },
  }
}

/** Ids that requests under way are about. */
function createUsedIds() {
  const counts = new Map<string, number>()
  return {
    ids: () => [...counts.keys()],
    use(id: string): Disposable {
      counts.set(id, (counts.get(id) ?? 0) + 1)
      return {
        [Symbol.dispose]() {
          const left = (counts.get(id) ?? 1) - 1
          if (left > 0) counts.set(id, left)
          else counts.delete(id)
        },
      }
    },
  }
}

/** What the blob is promised to be; undefined where there is none, then no byte may come. */
async function expectedBlob(input: Input<'NotifyObjectComplete'>): Promise<ChunkExpectation | undefined> {
  const { MetadataBlobLength: bytes, MetadataBlobChecksum: sum, MetadataBlobChecksumAlgorithm: name } = input
  return await expectedBytes(input.MetadataBlob, {
    member: 'MetadataBlob',
    length: bytes === undefined ? undefined : length(bytes, 'MetadataBlobLength', MAX_BLOB_BYTES),
    checksum: sum,
    algorithm: name,
  })
}

/** @throws {ServiceError} it was completed with other arguments. */
function isComplete({ completion }: UploadRecord, asked: Completion): boolean {
  if (!completion) return false
  if (
    completion.checksum === asked.checksum &&
    completion.metadata === asked.metadata &&
    completion.blobChecksum === asked.blobChecksum
  )
    return true
  throw refused({ reason: 'upload-completed', checksum: completion.checksum })
}
