'use server'

import { z } from 'zod'
import { type ObjectVersion, readChunks } from '#app/reads/chunks.ts'
import type { ChunkCursor } from '#components/object/chunk-row.ts'
import { type ChunkParams, chunkStates } from '#lib/search-params/object.ts'
import { readAction } from './read-action.ts'

const token = z.string().max(8192)
const cursor = z.object({
  objectToken: token,
  nextToken: token,
  index: z.int().nonnegative(),
  offset: z.int().nonnegative(),
}) satisfies z.ZodType<ChunkCursor>
const version = z.object({
  jobId: z.string().min(1).max(1024),
  name: z.string().min(1).max(4096),
  checksum: z.string().max(64),
}) satisfies z.ZodType<ObjectVersion>
const params = z.object({
  state: z.enum(chunkStates).nullable(),
  from: z.string().max(1024),
  sha256: z.string().max(1024),
}) satisfies z.ZodType<ChunkParams>
const input = z.object({ version, params, cursor: cursor.optional() })

/** The next chunks of one version of an object behind the filters. */
export async function listChunks(of: ObjectVersion, filters: ChunkParams, from: ChunkCursor | undefined) {
  return readAction(input, { version: of, params: filters, cursor: from }, (valid) =>
    readChunks(valid.version, valid.params, valid.cursor),
  )
}
