import type { StoredChunk } from '../../../index-store.ts'
import type { Sha256 } from '../../../ports.ts'
import { packIds } from '../chunk-list.ts'
import { digest, type JobRow } from '../rows.ts'
import type { ChunkWrites } from './chunks.ts'
import type { JobStateWrites } from './job-state.ts'
import { refuse } from './refuse.ts'
import type { VersionWrites } from './versions.ts'

interface ObjectContent {
  name: string
  checksum: Buffer
  length: number
  chunkCount: number
  /** References to these chunks are counted already. */
  lists: { first: number; chunks: Buffer }[]
  metadata?: string
  blob?: StoredChunk
  now: number
}

/** Objects as a running job changes them. */
export function createObjectWrites({
  jobs,
  chunks,
  versions,
}: {
  jobs: JobStateWrites
  chunks: ChunkWrites
  versions: VersionWrites
}) {
  function refuseExisting(job: JobRow, name: string): void {
    const there = versions.live(job.timeline, name)
    if (there) refuse({ reason: 'object-exists', checksum: there.checksum.toString('base64') })
  }

  /** Puts the version in place of the one of that name and counts it. `newBytes`: of its chunks, not of its blob. */
  function replace(job: JobRow, { blob, now, metadata, ...content }: ObjectContent, newBytes = 0): void {
    const replaced = versions.end(job, content.name, now)
    const blobRow = blob && chunks.refer(blob)
    versions.add(job, { ...content, createdAt: now, metadata: metadata ?? null, blob: blobRow?.id ?? null })
    jobs.wrote(job, now, {
      objects: replaced ? 0 : 1,
      bytes: content.length - (replaced?.length ?? 0),
      newBytes: newBytes + (blobRow?.added ?? 0),
    })
  }

  return {
    refuseExisting,
    replace,

    putObject(input: {
      jobId: string
      now: number
      name: string
      throwOnDuplicate: boolean
      checksum: Sha256
      metadata?: string
      content?: StoredChunk
    }): { ok: true } {
      const job = jobs.running(input.jobId)
      if (input.throwOnDuplicate) refuseExisting(job, input.name)
      const chunk = input.content && chunks.refer(input.content)
      const { name, metadata, now } = input
      replace(
        job,
        {
          name,
          checksum: digest(input.checksum),
          length: input.content?.chunk.length ?? 0,
          chunkCount: chunk ? 1 : 0,
          lists: chunk ? [{ first: 0, chunks: packIds([chunk.id]) }] : [],
          metadata,
          now,
        },
        chunk?.added,
      )
      return { ok: true }
    },

    deleteObject({ jobId, name, now }: { jobId: string; name: string; now: number }): { ok: true } {
      const job = jobs.running(jobId)
      const ended = versions.end(job, name, now) ?? refuse({ reason: 'object-unknown' })
      jobs.wrote(job, now, { objects: -1, bytes: -ended.length })
      return { ok: true }
    },
  }
}

export type ObjectWrites = ReturnType<typeof createObjectWrites>
