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

/** Whether a chunk at this place comes before where the list begins. */
export function isBefore({ index, end }: { index: number; end: number }, start: ChunkStart): boolean {
  return 'index' in start ? index < start.index : end <= start.offset
}

/**
 * Whether a SHA-256, given as base64, is or begins with what was typed: in base64, or in hexadecimal of either case.
 * undefined: no SHA-256 can begin so.
 */
export function checksumFilter(text: string): ((checksum: string) => boolean) | undefined {
  const start = text.trim()
  const hex = /^[\da-f]{1,64}$/i.test(start) ? start.toLowerCase() : undefined
  const isBase64 =
    /^[\w+/]{1,43}=?$/.test(start) && !start.includes('_') && (!start.endsWith('=') || start.length === 44)
  if (hex === undefined && !isBase64) return undefined
  return (checksum) =>
    (isBase64 && checksum.startsWith(start)) ||
    (hex !== undefined && Buffer.from(checksum, 'base64').toString('hex').startsWith(hex))
}
