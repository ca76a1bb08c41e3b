/** Where a list of chunks begins: at a chunk, or at the chunk that has a byte. */
export type ChunkStart = { index: number } | { offset: number }

const units = { b: 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 }

/**
 * Reads what a person typed: '1200' and '1,200' are the index of a chunk; '5 MiB', '512 B' and '0x1000' are bytes from the
 * object's beginning. undefined: it is neither.
 */
export function chunkStart(text: string): ChunkStart | undefined {
  const plain = text.trim().replaceAll(',', '').toLowerCase()
  if (/^\d+$/.test(plain)) return known({ index: Number(plain) })
  if (/^0x[\da-f]+$/.test(plain)) return known({ offset: Number(plain) })
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(b|[kmgt]ib)$/.exec(plain) ?? []
  return number && unit ? known({ offset: Math.floor(Number(number) * units[unit as keyof typeof units]) }) : undefined
}

const known = (start: ChunkStart) => (Object.values(start).every(Number.isSafeInteger) ? start : undefined)

/**
 * Whether a SHA-256, given as base64, is or begins with what was typed: in base64, or in hexadecimal of either case.
 * undefined: no SHA-256 can begin so.
 */
export function checksumFilter(text: string): ((checksum: string) => boolean) | undefined {
  const start = text.trim()
  const hex = /^[\da-f]{1,64}$/i.test(start) ? start.toLowerCase() : undefined
  const isBase64 = /^(?:[a-z\d+/]{1,43}|[a-z\d+/]{43}=)$/i.test(start)
  if (hex === undefined && !isBase64) return undefined
  return (checksum) =>
    (isBase64 && checksum.startsWith(start)) ||
    (hex !== undefined && Buffer.from(checksum, 'base64').toString('hex').startsWith(hex))
}

/** What is known of the chunks of one version of an object. */
export interface KnownOfChunks {
  /** Indices of damaged ones, and their SHA-256: where it has a chunk several times, not every place need be known. */
  damaged: ReadonlySet<number>
  damagedChecksums: ReadonlySet<string | null>
  /** All of them were found good. */
  verified: boolean
}

export type ChunkState = 'damaged' | 'verified' | 'unverified'

/** A chunk, as far as filters look at it. `offset` and `length` in bytes, `checksum` its SHA-256 as base64. */
export interface FilteredChunk {
  index: number
  offset: number
  length: number
  checksum: string
  isShared?: boolean | undefined
}

export function stateOf(
  { index, checksum }: Pick<FilteredChunk, 'index' | 'checksum'>,
  known: KnownOfChunks,
): ChunkState {
  if (known.damaged.has(index) || known.damagedChecksums.has(checksum)) return 'damaged'
  return known.verified ? 'verified' : 'unverified'
}

/** Which chunks the filters let through, each '' or null where it is not set; undefined: none, whatever the object has. */
export function chunkFilter(
  { state, from, sha256 }: { state: ChunkState | 'shared' | null; from: string; sha256: string },
  known: KnownOfChunks,
): ((chunk: FilteredChunk) => boolean) | undefined {
  const start = from ? chunkStart(from) : { index: 0 }
  const hasChecksum = sha256 ? checksumFilter(sha256) : () => true
  const { damaged, verified } = known
  const none = { verified: !verified, unverified: verified, damaged: damaged.size === 0, shared: false }
  if (!start || !hasChecksum || (state && none[state])) return undefined
  return (chunk) =>
    ('index' in start ? chunk.index >= start.index : chunk.offset + chunk.length > start.offset) &&
    (state === null || (state === 'shared' ? chunk.isShared === true : stateOf(chunk, known) === state)) &&
    hasChecksum(chunk.checksum)
}
