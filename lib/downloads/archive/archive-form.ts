import { z } from 'zod'
import { RefusedError } from '#lib/failure/refused-error.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import type { Selection } from './selection.ts'

export interface AskedArchive {
  jobId: string
  format: ArchivePlan['format']
  /** Leave out what is known to be damaged, and say so inside. */
  intact?: boolean
  /** `portable` unless told. */
  naming?: ArchivePlan['naming']
  selection: Selection
  /** The archive's file name without its extension; made from the selection unless given. */
  title?: string
}

/** Largest selection that is taken, in items; a folder is one. */
const mostItems = 10_000
/** Largest body, in bytes. */
const mostBytes = 8 * 1024 * 1024

const text = z.string().max(4096)

/** What is asked of an archive. Neither names nor prefixes: the whole job. */
export const archiveInput = z.object({
  format: z.enum(['tar', 'zip']),
  names: z.array(text.min(1)).max(mostItems).default([]),
  prefixes: z.array(text).max(mostItems).default([]),
  intact: z.boolean().default(false),
  naming: z.enum(['portable', 'unix']).default('portable'),
})

export type ArchiveInput = z.input<typeof archiveInput>

export function askedArchive(
  jobId: string,
  { format, names, prefixes, intact, naming }: z.output<typeof archiveInput>,
): AskedArchive {
  const whole = names.length + prefixes.length === 0
  return { jobId, format, intact, naming, selection: { names, prefixes: whole ? [''] : prefixes } }
}

/**
 * Reads the body of a request for an archive: JSON, or a form with `format`, `name` and `prefix` (any number),
 * `intact=1` and `naming`.
 *
 * @throws {RefusedError} 400, 413 or 415.
 */
export async function readArchiveRequest(request: Request): Promise<z.output<typeof archiveInput>> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  if (!(length <= mostBytes))
    throw new RefusedError(413, 'TooLarge', 'Select fewer things, or a folder that holds them.')
  const parsed = archiveInput.safeParse(await body(request))
  if (!parsed.success)
    throw new RefusedError(400, 'InvalidInput', `This selection cannot be read: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

async function body(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return request.json().catch(() => undefined)
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data')
    throw new RefusedError(415, 'UnsupportedMediaType', 'Send a form or JSON.')
  const form = await request.formData()
  return {
    format: form.get('format'),
    names: form.getAll('name'),
    prefixes: form.getAll('prefix'),
    intact: form.get('intact') === '1',
    naming: form.get('naming') ?? undefined,
  }
}
