import { crc32 } from 'node:zlib'
import type { ByteRange } from '../range.ts'
import { type ArchiveFormat, type ArchiveShape, archiveLength, type PlacedEntry } from './format.ts'

export interface ArchiveReadOptions {
  format: ArchiveFormat
  shape: ArchiveShape
  /** The entries that end after byte `from` of the archive, in their order. */
  entries: (from: number) => AsyncIterable<PlacedEntry> | Iterable<PlacedEntry>
  /** Verified bytes of an entry's content: exactly `range` of it (see `neededContent`). What it throws ends the read. */
  content: (entry: PlacedEntry, range: ByteRange) => AsyncIterable<Uint8Array>
  /** Only these bytes of the archive; both ends inclusive. */
  range?: ByteRange | undefined
  /** Called when an entry's content has been read from its first byte to its last. */
  onEntry?: ((entry: PlacedEntry, found: { crc32: number }) => void) | undefined
}

/** An entry's CRC-32 is needed and nobody knows it: a zip can be continued where the entries before were read once. */
export class UnknownCrcError extends Error {
  override readonly name = 'UnknownCrcError'
  readonly retryable = false
  constructor(entry: PlacedEntry) {
    super(`The CRC-32 of ${JSON.stringify(entry.name)} is not known: this zip can only be read from its beginning`)
  }
}

/**
 * The archive's bytes, or a range of them, reading only what the range needs. Memory does not grow with the number of
 * entries. A failure in any content ends the generator by throwing: what was handed out has no valid end then.
 */
export async function* readArchive(options: ArchiveReadOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { format, shape } = options
  const length = archiveLength(format, shape)
  const range = options.range ?? { start: 0, end: length - 1 }
  if (range.start < shape.contentEnd) {
    for await (const entry of options.entries(range.start)) {
      if (entry.offset > range.end) return
      yield* readEntry(entry, range, options)
    }
  }
  if (range.end < shape.contentEnd) return
  let at = shape.contentEnd
  if (shape.directoryLength > 0)
    for await (const entry of options.entries(0)) {
      const record = format.directoryRecord(entry, entry.offset, contentCrc(entry))
      yield* inside(record, at, range)
      at += record.length
    }
  yield* inside(format.end(shape), at, range)
}

async function* readEntry(
  entry: PlacedEntry,
  range: ByteRange,
  { format, content, onEntry }: ArchiveReadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const head = format.head(entry)
  yield* inside(head, entry.offset, range)
  const contentAt = entry.offset + head.length
  const needed = neededContent(format, entry, range)
  const whole = needed === undefined ? entry.size === 0 : isWhole(entry, needed)
  let crc = 0
  if (needed) {
    let at = contentAt + needed.start
    for await (const bytes of content(entry, needed)) {
      if (whole && format.needsCrc32) crc = crc32(bytes, crc)
      const { length } = bytes // whoever takes them may detach them
      yield* inside(bytes, at, range)
      at += length
    }
  }
  if (whole) onEntry?.(entry, { crc32: crc })
  const tailAt = contentAt + entry.size
  if (format.tailLength(entry) === 0 || range.end < tailAt) return
  yield* inside(format.tail(entry, whole || !format.needsCrc32 ? crc : contentCrc(entry)), tailAt, range)
}

/**
 * The bytes of an entry's content that a read of `range` of the archive takes: those inside it, or all of them where the
 * read goes on behind the content and needs a CRC-32 that nobody knows yet.
 */
export function neededContent(format: ArchiveFormat, entry: PlacedEntry, range: ByteRange): ByteRange | undefined {
  if (entry.size === 0) return undefined
  const contentAt = entry.offset + format.headLength(entry)
  const entryEnd = contentAt + entry.size + format.tailLength(entry)
  if (range.start >= entryEnd) return undefined
  if (format.needsCrc32 && knownCrc(entry) === undefined && range.end >= contentAt + entry.size)
    return { start: 0, end: entry.size - 1 }
  const start = Math.max(range.start - contentAt, 0)
  const end = Math.min(range.end - contentAt, entry.size - 1)
  return start <= end ? { start, end } : undefined
}

export function isWhole(entry: PlacedEntry, { start, end }: ByteRange): boolean {
  return start === 0 && end === entry.size - 1
}

function knownCrc(entry: PlacedEntry): number | undefined {
  return entry.crc32 ?? entry.learnedCrc32 ?? (entry.size === 0 ? 0 : undefined)
}

function contentCrc(entry: PlacedEntry): number {
  const crc = knownCrc(entry)
  if (crc === undefined) throw new UnknownCrcError(entry)
  return crc
}

/** The part of `bytes`, which begin at `at`, that lies inside the range. */
function* inside(bytes: Uint8Array, at: number, range: ByteRange): Generator<Uint8Array> {
  if (bytes.length > 0 && range.start <= at && at + bytes.length - 1 <= range.end) {
    yield bytes // as they are: memory that is recycled is known by this very view of it
    return
  }
  const part = bytes.subarray(Math.max(range.start - at, 0), Math.max(range.end + 1 - at, 0))
  if (part.length > 0) yield part
}
