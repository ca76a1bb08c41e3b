import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { createLink } from './link.ts'

/** How a metadata blob is shown. */
export const blobViews = ['text', 'hex'] as const

/** One object: its name, and the version a link was made for. */
export const objectParams = {
  name: parseAsString.withDefault(''),
  checksum: parseAsString,
  blob: parseAsStringLiteral(blobViews).withDefault('text'),
}

export type ObjectParams = inferParserType<typeof objectParams>

export const loadObjectParams = createLoader(objectParams)

const serialize = createLink(objectParams)

export function objectHref(jobId: string, params: Partial<ObjectParams> & { name: string }): string {
  return serialize(`/jobs/${encodeURIComponent(jobId)}/object`, params)
}

const serializeDownload = createLink({ name: parseAsString, checksum: parseAsString })

/** The route that streams one object, verified. With a checksum it refuses any other version. */
export function downloadHref(jobId: string, name: string, checksum?: string): string {
  return serializeDownload(`/download/${encodeURIComponent(jobId)}/object`, { name, checksum: checksum ?? null })
}
