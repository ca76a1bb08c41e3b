/**
 * The `thaw/1` convention: what `thaw backup` writes into an object's metadata string. A hint for columns and for
 * restores, never the truth about bytes: lengths and checksums come from the chunks. Runs in browsers too.
 */

const version = 'thaw/1'

/** The longest metadata string the storage API takes, in bytes of UTF-8. */
const limit = 256

export interface ThawMetadata {
  type: 'file' | 'dir' | 'symlink'
  /** Bytes of content; 0 for folders and symlinks. */
  size: number
  /** Modification time in nanoseconds since 1970. */
  mtime: bigint
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  mode: number
  /** SHA-256 of the whole content (of a symlink: its target), base64. */
  sha256?: string
  /** Chunk size in bytes; every chunk but the last has it. */
  chunk?: number
  /** Which state of the file was read (`seen.ts`); without it the next backup reads it again. */
  seen?: string
  /** Where a symlink points, where it fits; otherwise it is in the metadata blob. */
  target?: string
}

/** The fields, or undefined where the string does not follow the convention. Unknown members are ignored. */
export function parseThawMetadata(text: string | undefined): ThawMetadata | undefined {
  if (!text?.startsWith(`{"v":"${version}"`)) return undefined
  const value = parsed(text)
  if (!value) return undefined
  const { type, size, mtime, mode, sha256, chunk, seen, target } = value
  if (type !== 'file' && type !== 'dir' && type !== 'symlink') return undefined
  if (!isSize(size) || typeof mtime !== 'string' || !/^-?\d{1,20}$/.test(mtime)) return undefined
  if (typeof mode !== 'string' || !/^[0-7]{1,5}$/.test(mode)) return undefined
  const metadata: ThawMetadata = { type, size, mtime: BigInt(mtime), mode: Number.parseInt(mode, 8) & 0o7777 }
  if (typeof sha256 === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(sha256)) metadata.sha256 = sha256
  if (isSize(chunk) && chunk > 0) metadata.chunk = chunk
  if (typeof seen === 'string' && /^[A-Za-z0-9+/]{12}$/.test(seen)) metadata.seen = seen
  if (typeof target === 'string') metadata.target = target
  return metadata
}

/**
 * The metadata string: compact JSON of at most 256 bytes without control characters. A symlink's target is left out
 * where it does not fit; the caller then stores `formatThawBlob` as the object's metadata blob.
 */
export function formatThawMetadata(metadata: ThawMetadata): string {
  const { target, ...rest } = metadata
  const whole = format({ ...rest, target })
  return new TextEncoder().encode(whole).length <= limit ? whole : format(rest)
}

/** The metadata blob of an object whose symlink target does not fit into the string. */
export function formatThawBlob(blob: { target: string }): string {
  return JSON.stringify({ v: version, target: blob.target })
}

/** The blob's fields, or undefined where it does not follow the convention. */
export function parseThawBlob(text: string): { target: string } | undefined {
  const value = parsed(text)
  return value?.v === version && typeof value.target === 'string' ? { target: value.target } : undefined
}

function format({ type, size, mtime, mode, sha256, chunk, seen, target }: ThawMetadata): string {
  const value = { v: version, type, size, mtime: String(mtime), mode: mode.toString(8), sha256, chunk, seen, target }
  return JSON.stringify(value).replace(
    /[\x7f-\x9f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
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
