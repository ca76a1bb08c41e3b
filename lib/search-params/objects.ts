import { createLoader, type inferParserType, parseAsIsoDate, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { createLink } from './link.ts'
import { objectHref } from './object.ts'

export const objectViews = ['folders', 'flat'] as const

/** Where one stands in a job and what is left out. `prefix` and `from` count from the folder, in both views. */
export const objectsParams = {
  view: parseAsStringLiteral(objectViews).withDefault('folders'),
  /** '' for the root, else ends with '/'. */
  folder: parseAsString.withDefault(''),
  /** What names in the folder begin with. */
  prefix: parseAsString.withDefault(''),
  /** The name in the folder to begin at. */
  from: parseAsString.withDefault(''),
  /** Completed on this UTC day or later, and before that UTC day. */
  after: parseAsIsoDate,
  before: parseAsIsoDate,
}

export type ObjectsParams = inferParserType<typeof objectsParams>

/** Whether a listing leaves out some of what its folder has. */
export function isFiltered({ prefix, from, after, before }: ObjectsParams): boolean {
  return Boolean(prefix || from || after || before)
}

const load = createLoader(objectsParams)

type Search = URL | URLSearchParams | Record<string, string | string[] | undefined> | string

/** The filters in a URL. A folder always ends with '/': what is missing is added, so that a link typed by hand works. */
export async function loadObjectsParams(search: Search | Promise<Search>): Promise<ObjectsParams> {
  const params = load(await search)
  const folder = params.folder === '' || params.folder.endsWith('/') ? params.folder : `${params.folder}/`
  return { ...params, folder }
}

const serialize = createLink(objectsParams)

/** The address of a job, of a folder in it, of what is left of that folder behind filters. */
export function objectsHref(jobId: string, params: Partial<ObjectsParams> = {}): string {
  return serialize(`/jobs/${encodeURIComponent(jobId)}`, params)
}

/** The address of a row of a listing: a folder stays behind the filters by time of the listing, an object is alone. */
export function entryHref(
  jobId: string,
  { kind, name }: { kind: 'folder' | 'object'; name: string },
  { after, before }: Pick<ObjectsParams, 'after' | 'before'>,
): string {
  return kind === 'folder' ? objectsHref(jobId, { folder: name, after, before }) : objectHref(jobId, { name })
}

const serializeInHand = createLink({ ...objectsParams, open: parseAsString })

/** The same listing with an entry in the side panel, or with none. What is open is no part of the listing. */
export function inHandHref(jobId: string, params: Partial<ObjectsParams>, open: string | null): string {
  return serializeInHand(`/jobs/${encodeURIComponent(jobId)}`, { ...params, open })
}
