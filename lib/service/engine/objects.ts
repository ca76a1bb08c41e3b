import { createHash } from 'node:crypto'
import { illegalArgument } from '../errors.ts'
import type { StoredChunk } from '../index-store.ts'
import type { Engine, Input, Parts } from './engine.ts'
import { existingObject, refuseExisting } from './existing-object.ts'
import { runningJob } from './job-check.ts'
import { ObjectManifest, objectRecord } from './manifests.ts'
import { EMPTY_CHECKSUM, expectedBytes } from './optional-body.ts'
import { refused, unrefused, wrongSummary } from './refusals.ts'
import { storeChunk } from './store-chunk.ts'
import { algorithm, checksum, chunkLength, metadataString, objectName } from './validate.ts'

/** PutObject, DeleteObject. */
export function createObjectOperations(parts: Parts): Pick<Engine, 'putObject' | 'deleteObject'> {
  const { index, records, clock, turns } = parts

  return {
    async putObject(input, { request }) {
      const name = objectName(input.ObjectName)
      const metadata = metadataString(input.MetadataString)
      const throwOnDuplicate = input.ThrowOnDuplicate ?? false
      const claimed = claimedSummary(input)
      const job = await runningJob(index, input.BackupJobId)
      const jobId = job.id
      if (throwOnDuplicate) await refuseExisting(index, jobId, name)
      const chunk = await expectedBytes(input.InlineChunk, {
        member: 'InlineChunk',
        length: input.InlineChunkLength && chunkLength(input.InlineChunkLength, 'InlineChunkLength'),
        checksum: input.InlineChunkChecksum,
        algorithm: input.InlineChunkChecksumAlgorithm,
      })
      const summary = chunk
        ? createHash('sha256').update(Buffer.from(chunk.checksum, 'base64')).digest('base64')
        : EMPTY_CHECKSUM
      if (claimed !== undefined && claimed !== summary) throw wrongSummary(summary)

      const manifest = new ObjectManifest()
      if (chunk) manifest.add(chunk)
      const put = (content?: StoredChunk) =>
        turns.object(job, name, async () => {
          await runningJob(index, jobId)
          if (throwOnDuplicate) await refuseExisting(index, jobId, name)
          const now = clock()
          const facts = { job: jobId, at: now, name, checksum: summary, metadata }
          const row = { jobId, name, throwOnDuplicate, checksum: summary, metadata, content, request, now }
          unrefused(await records.enter(manifest.records(facts), () => index.putObject(row)))
        })
      if (!chunk) await put()
      else if (!input.InlineChunk) throw illegalArgument('InlineChunk is missing')
      else await storeChunk(parts, input.InlineChunk, chunk, put)
      return {
        InlineChunkChecksum: chunk?.checksum ?? EMPTY_CHECKSUM,
        InlineChunkChecksumAlgorithm: 'SHA256',
        ObjectChecksum: summary,
        ObjectChecksumAlgorithm: 'SUMMARY',
      }
    },

    async deleteObject(input, { request }) {
      const name = objectName(input.ObjectName)
      const job = await runningJob(index, input.BackupJobId)
      return turns.object(job, name, async () => {
        const { id: jobId } = await runningJob(index, job.id)
        if ((await existingObject(index, jobId, name)) === undefined) throw refused({ reason: 'object-unknown' })
        const now = clock()
        const record = objectRecord({ v: 1, event: 'remove', job: jobId, name, at: now })
        unrefused(await records.enter([record], () => index.deleteObject({ jobId, name, request, now })))
        return {}
      })
    },
  }
}

function claimedSummary(input: Input<'PutObject'>): string | undefined {
  if (input.ObjectChecksum === undefined) return undefined
  algorithm(input.ObjectChecksumAlgorithm, 'SUMMARY', 'ObjectChecksumAlgorithm')
  return checksum(input.ObjectChecksum, 'ObjectChecksum')
}
