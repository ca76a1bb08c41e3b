/**
 * The `thaw/1` convention: what `thaw backup` writes into an object's metadata string, and into its metadata blob what
 * does not fit there. A hint for columns and for restores, never the truth about bytes: lengths and checksums come from
 * the chunks. Runs in browsers too.
 */
import { formatOwner, type Owner, parseOwner } from './owner.ts'

const version = 'thaw/1'

/** The longest metadata string the storage API takes, in bytes of UTF-8. */
const limit = 256

/** The furthest times that 64 bits of seconds can say, in nanoseconds. */
const furthest = 2n ** 63n * 1_000_000_000n

export interface ThawMetadata extends EntryFacts {
  type: 'file' | 'dir' | 'symlink'
  /** Bytes of content; 0 for folders and symlinks. */
  size: number
  /** Modification time in nanoseconds since 1970. */
  mtime: bigint
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: number
  /** SHA-256 of the whole content (of a symlink whose target stands in the blob: of that), base64. */
  sha256?: string
  /** Chunk size in bytes; every chunk but the last has it. */
  chunk?: number
  /** Which state of the file was read (`seen.ts`); without it the next backup reads it again. */
  seen?: string
  /** Where a symlink points, where it fits; otherwise it is in the metadata blob. */
  target?: string
  /** The metadata blob has more. */
  more?: true
  /**
   * Whether the blob's `xattrs` are all it had, as they are without this. `unasked`: nobody could look at them;
   * `partial`: some could not be kept.
   */
  attributes?: 'unasked' | 'partial'
}

/** What stands in the string where it fits, and in the blob otherwise. */
export interface EntryFacts {
  owner?: Owner
  /** Files of one job with the same value were one file with several names. */
  link?: string
  /** The file has holes: stretches without blocks on disk, which read as zeros. */
  holes?: true
}

/** What a metadata blob has. */
export interface ThawBlob extends EntryFacts {
  target?: string
  /** Extended attributes: full name and value in base64. ACLs and file capabilities are some of them. */
  xattrs?: (readonly [name: string, value: string])[]
}

/** The fields, or undefined where the string does not follow the convention. Unknown members are ignored. */
export function parseThawMetadata(text: string | undefined): ThawMetadata | undefined {
  if (!text?.startsWith(`{"v":"${version}"`)) return undefined
  const value = parsed(text)
  if (!value) return undefined
  const { type, size, mtime, mode, sha256, chunk, seen, target, more, xattrs } = value
  if (type !== 'file' && type !== 'dir' && type !== 'symlink') return undefined
  if (!isSize(size) || typeof mtime !== 'string' || !/^-?\d{1,28}$/.test(mtime)) return undefined
  if (typeof mode !== 'string' || !/^[0-7]{1,5}$/.test(mode)) return undefined
  const time = BigInt(mtime)
  if (time < -furthest || time >= furthest) return undefined
  const metadata: ThawMetadata = { type, size, mtime: time, mode: Number.parseInt(mode, 8) & 0o7777 }
  if (typeof sha256 === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(sha256)) metadata.sha256 = sha256
  if (isSize(chunk) && chunk > 0) metadata.chunk = chunk
  if (typeof seen === 'string' && /^[A-Za-z0-9+/]{12}$/.test(seen)) metadata.seen = seen
  if (typeof target === 'string') metadata.target = target
  if (more === 1) metadata.more = true
  if (xattrs === 0) metadata.attributes = 'unasked'
  if (xattrs === 1) metadata.attributes = 'partial'
  return { ...metadata, ...parsedFacts(value) }
}

/**
 * The metadata string: compact JSON of at most 256 bytes without control characters; and the text of the metadata blob,
 * where something does not fit or there are attributes. A symlink's `sha256` stays only where its target does not.
 */
export function formatThaw(
  metadata: ThawMetadata,
  xattrs: ThawBlob['xattrs'] = [],
): { text: string; blob: string | undefined } {
  const blob: ThawBlob = {}
  let rest: ThawMetadata = metadata
  const text = () => {
    const more = xattrs.length > 0 || Object.keys(blob).length > 0
    return format({ ...rest, ...(more && { more: true as const }) })
  }
  for (const move of movedInTurn) {
    if (fits(text())) break
    rest = move(rest, blob)
  }
  const first = text()
  if (xattrs.length > 0) blob.xattrs = xattrs
  if (Object.keys(blob).length === 0) return { text: first, blob: undefined }
  const { owner, ...others } = blob
  return { text: first, blob: JSON.stringify({ v: version, ...(owner && { owner: formatOwner(owner) }), ...others }) }
}

/** The metadata string alone. */
export function formatThawMetadata(metadata: ThawMetadata): string {
  return formatThaw(metadata).text
}

/** The blob's fields, or undefined where it does not follow the convention. */
export function parseThawBlob(text: string): ThawBlob | undefined {
  const value = parsed(text)
  if (value?.v !== version) return undefined
  const { target, xattrs } = value
  const blob: ThawBlob = parsedFacts(value)
  if (typeof target === 'string') blob.target = target
  if (Array.isArray(xattrs)) blob.xattrs = xattrs.filter(isXattr)
  return blob
}

/** What moves into the blob until the string fits: what is looked at least goes first. */
const movedInTurn: ((metadata: ThawMetadata, blob: ThawBlob) => ThawMetadata)[] = [
  ({ owner, ...rest }, blob) => {
    if (!owner) return rest
    if (owner.user !== undefined || owner.group !== undefined) blob.owner = owner
    return { ...rest, owner: { uid: owner.uid, gid: owner.gid } }
  },
  moving('target'),
  moving('link'),
  moving('holes'),
  moving('owner'),
]

function moving(member: 'target' | keyof EntryFacts) {
  return ({ [member]: moved, ...rest }: ThawMetadata, blob: ThawBlob): ThawMetadata => {
    if (moved !== undefined) Object.assign(blob, { [member]: blob[member] ?? moved })
    return rest
  }
}

function fits(text: string): boolean {
  return new TextEncoder().encode(text).length <= limit
}

function format(metadata: ThawMetadata): string {
  const { type, size, mtime, mode, sha256, chunk, seen, target, owner, link, holes, more, attributes } = metadata
  const value = {
    ...{ v: version, type, size, mtime: String(mtime), mode: mode.toString(8) },
    sha256: target === undefined ? sha256 : undefined,
    ...{ chunk, seen, target, owner: owner && formatOwner(owner), link },
    ...{ holes: holes && 1, more: more && 1, xattrs: attributes && (attributes === 'unasked' ? 0 : 1) },
  }
  return JSON.stringify(value).replace(
    /[\x7f-\x9f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function parsedFacts({ owner, link, holes }: Record<string, unknown>): EntryFacts {
  const whose = typeof owner === 'string' ? parseOwner(owner) : undefined
  return {
    ...(whose && { owner: whose }),
    ...(typeof link === 'string' && link !== '' && link.length <= 64 && { link }),
    ...((holes === 1 || holes === true) && { holes: true as const }),
  }
}

/** A name with its namespace, and no more than Linux takes as a name and as a value. */
function isXattr(value: unknown): value is [string, string] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [name, content] = value as unknown[]
  if (typeof name !== 'string' || typeof content !== 'string') return false
  const isName = /^[^.\0]+\.[^\0]+$/.test(name) && new TextEncoder().encode(name).length <= 255
  return isName && content.length <= 87_384 && /^[A-Za-z0-9+/]*={0,2}$/.test(content)
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
