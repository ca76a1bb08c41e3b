import { createLoader, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { createLink } from './link.ts'

/** How an object's content is shown; `preview` is what suits it best. */
export const previewViews = ['preview', 'text', 'hex'] as const

/** Encodings text can be read in; the one its bytes tell, unless told. */
const textEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251'] as const

/** How a metadata blob is shown; the first of them that it can be, unless told. */
export const blobViews = ['json', 'text', 'hex'] as const

/** What is known of a chunk, in the order a person looks for it. */
export const chunkStates = ['damaged', 'unverified', 'verified', 'shared'] as const

/** Filters of an object's chunks. */
export const chunkParams = {
  state: parseAsStringLiteral(chunkStates),
  /** The chunk to begin at: its index, or a byte offset; see `lib/browse/chunk-filters.ts`. */
  from: parseAsString.withDefault(''),
  /** What the SHA-256 begins with, in base64 or hexadecimal. */
  sha256: parseAsString.withDefault(''),
}

export type ChunkParams = inferParserType<typeof chunkParams>

/** One object: its name, and the version a link was made for. */
export const objectParams = {
  name: parseAsString.withDefault(''),
  checksum: parseAsString,
  view: parseAsStringLiteral(previewViews).withDefault('preview'),
  /** The byte in hand. */
  at: parseAsInteger.withDefault(0),
  /** The encoding that text is read in instead of the one its bytes tell. */
  encoding: parseAsStringLiteral(textEncodings),
  blob: parseAsStringLiteral(blobViews),
  ...chunkParams,
}

export type ObjectParams = inferParserType<typeof objectParams>

export const loadObjectParams = createLoader(objectParams)

const serialize = createLink(objectParams)

export function objectHref(jobId: string, params: Partial<ObjectParams> & { name: string }): string {
  return serialize(`/jobs/${encodeURIComponent(jobId)}/object`, params)
}

/** The same address of an object with other things looked at; what is not named stays. */
export function changedObjectHref(href: string, part: Partial<ObjectParams>): string {
  return serialize(href, part)
}

const version = { name: parseAsString, checksum: parseAsString }
const serializeDownload = createLink(version)

/** The route that streams one object, verified. With a checksum it refuses any other version. */
export function downloadHref(jobId: string, name: string, checksum?: string): string {
  return serializeDownload(`/download/${encodeURIComponent(jobId)}/object`, { name, checksum: checksum ?? null })
}

/** The route that gives the metadata blob of one object, verified. */
export function metadataHref(jobId: string, name: string, checksum?: string): string {
  return serializeDownload(`/download/${encodeURIComponent(jobId)}/metadata`, { name, checksum: checksum ?? null })
}

const serializePreview = createLink({
  ...version,
  as: parseAsStringLiteral(['window', 'damage']),
  from: parseAsInteger,
  to: parseAsInteger,
})

type PreviewForm = { as: 'damage' } | { as: 'window'; from: number; to: number }

/** The route that shows an object: typed by its bytes, else in the form told. */
export function previewHref(jobId: string, name: string, checksum?: string, form?: PreviewForm): string {
  return serializePreview(`/preview/${encodeURIComponent(jobId)}`, { name, checksum: checksum ?? null, ...form })
}
