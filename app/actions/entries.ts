'use server'

import { z } from 'zod'
import { pageSize, readEntries } from '#app/reads/entries.ts'
import type { Cursor } from '#lib/browse/lister.ts'
import { type ObjectsParams, objectViews } from '#lib/search-params/objects.ts'
import { readAction } from './read-action.ts'

const name = z.string().max(4096)
const params = z.object({
  view: z.enum(objectViews),
  folder: name,
  prefix: name,
  from: name,
  after: z.date().nullable(),
  before: z.date().nullable(),
}) satisfies z.ZodType<ObjectsParams>
const cursor = z.object({ after: name.optional(), token: z.string().max(8192).optional() })
const input = z.object({
  jobId: z.string().min(1).max(1024),
  params,
  cursor: cursor.optional(),
  most: z.int().min(1).max(pageSize).optional(),
})

/** The next page of a folder, or of a job's objects by name; `most` entries of a folder where few are enough. */
export async function listEntries(jobId: string, asked: ObjectsParams, from: Cursor | undefined, most?: number) {
  return readAction(input, { jobId, params: asked, cursor: from, most }, (valid) =>
    readEntries(valid.jobId, valid.params, valid.cursor, valid.most),
  )
}
