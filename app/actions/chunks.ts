'use server'

import { z } from 'zod'
import { readChunks } from '#app/reads/chunks.ts'
import type { ChunkCursor } from '#components/object/chunk-row.ts'
import { readAction } from './read-action.ts'

const token = z.string().max(8192)
const cursor = z.object({
  objectToken: token,
  nextToken: token,
  index: z.int().nonnegative(),
  offset: z.int().nonnegative(),
}) satisfies z.ZodType<ChunkCursor>
const input = z.object({
  jobId: z.string().min(1).max(1024),
  name: z.string().min(1).max(4096),
  checksum: z.string().max(64),
  cursor: cursor.optional(),
})

/** The next chunks of one version of an object. */
export async function listChunks(jobId: string, name: string, checksum: string, from: ChunkCursor | undefined) {
  return readAction(input, { jobId, name, checksum, cursor: from }, (valid) =>
    readChunks(valid.jobId, valid.name, valid.checksum, valid.cursor),
  )
}
