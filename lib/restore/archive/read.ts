import { crc32 } from 'node:zlib'
import type { ByteRange } from '../read/read.ts'
import { type ArchiveFormat, type ArchiveShape, archiveLength, type PlacedEntry } from './format.ts'

/** Small pieces are put together up to this many bytes: every piece costs its way through streams and sockets. */
const gatheredBytes = 512 * 1024
/** Pieces from here on are handed out as they are. */
const large = 128 * 1024

export interface ArchiveReadOptions {
  format: ArchiveFormat
  shape: ArchiveShape
  /** The entries that end after byte `from` of the archive, in their order. */
  entries: (from: number) => Iterable<PlacedEntry> | AsyncIterable<PlacedEntry>
  /**
   * Verified bytes of an entry's content, exactly `range` of it (see `neededContent`): at once or piece by piece. What it
   * throws ends the read.
   */
  content: (entry: PlacedEntry, range: ByteRange) => Uint8Array | AsyncIterable<Uint8Array>
  /** Only these bytes of the archive; both ends inclusive. */
  range?: ByteRange | undefined
  /** Asked at each entry and piece: a promise where others should have their turn first. */
  rest?: (() => Promise<void> | void) | undefined
  /** Called when an entry's content has been read from its first byte to its last; a promise is waited for. */
  onEntry?: ((entry: PlacedEntry, found: { crc32: number }) => Promise<void> | void) | undefined
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
export async function* readArchive({
  format,
  shape,
  entries,
  content,
  range = { start: 0, end: archiveLength(format, shape) - 1 },
  rest = () => undefined,
  onEntry,
}: ArchiveReadOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const gathered = createGatherer()
  if (range.start < shape.contentEnd)
    for await (const entry of entries(range.start)) {
      if (entry.offset > range.end) break
      const resting = rest()
      if (resting) await resting
      const head = format.head(entry)
      for (const bytes of gathered.add(inside(head, entry.offset, range))) yield bytes
      const contentAt = entry.offset + head.length
      const needed = neededContent(format, entry, range, head.length)
      const whole = needed === undefined ? entry.size === 0 : isWhole(entry, needed)
      let crc = 0
      if (needed) {
        let at = contentAt + needed.start
        const got = content(entry, needed)
        // What is at hand costs no promise.
        if (got instanceof Uint8Array) {
          if (whole && format.needsCrc32) crc = crc32(got, crc)
          for (const bytes of gathered.add(inside(got, at, range))) yield bytes
        } else
          for await (const part of got) {
            const resting = rest()
            if (resting) await resting
            if (whole && format.needsCrc32) crc = crc32(part, crc)
            const { length } = part // whoever takes them may detach them
            for (const bytes of gathered.add(inside(part, at, range))) yield bytes
            at += length
          }
      }
      const kept = whole ? onEntry?.(entry, { crc32: crc }) : undefined
      if (kept) await kept
      const tailAt = contentAt + entry.size
      if (format.tailLength(entry) === 0 || range.end < tailAt) continue
      const tail = format.tail(entry, whole || !format.needsCrc32 ? crc : contentCrc(entry))
      for (const bytes of gathered.add(inside(tail, tailAt, range))) yield bytes
    }
  if (range.end >= shape.contentEnd) {
    let at = shape.contentEnd
    if (shape.directoryLength > 0)
      for await (const entry of entries(0)) {
        const resting = rest()
        if (resting) await resting
        const record = format.directoryRecord(entry, entry.offset, contentCrc(entry))
        for (const bytes of gathered.add(inside(record, at, range))) yield bytes
        at += record.length
      }
    for (const bytes of gathered.add(inside(format.end(shape), at, range))) yield bytes
  }
  for (const bytes of gathered.rest()) yield bytes
}

/**
 * The bytes of an entry's content that a read of `range` of the archive takes: those inside it, or all of them where the
 * read goes on behind the content and needs a CRC-32 that nobody knows yet.
 */
export function neededContent(
  format: ArchiveFormat,
  entry: PlacedEntry,
  range: ByteRange,
  headLength = format.headLength(entry),
): ByteRange | undefined {
  if (entry.size === 0) return undefined
  const contentAt = entry.offset + headLength
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
function inside(bytes: Uint8Array, at: number, range: ByteRange): Uint8Array {
  // As they are: memory that is recycled is known by this very view of it.
  if (range.start <= at && at + bytes.length - 1 <= range.end) return bytes
  return bytes.subarray(Math.max(range.start - at, 0), Math.max(range.end + 1 - at, 0))
}

const none: Uint8Array[] = []

/** Puts small pieces together, in their order; large ones are passed on as they are. */
function createGatherer() {
  let memory: Buffer | undefined
  let filled = 0
  function rest(): Uint8Array[] {
    if (!memory || filled === 0) return none
    const full = memory.subarray(0, filled)
    memory = undefined
    filled = 0
    return [full]
  }
  return {
    /** @returns what is to be handed out now. */
    add(piece: Uint8Array): Uint8Array[] {
      if (piece.length >= large) return [...rest(), piece]
      const full = filled + piece.length > gatheredBytes ? rest() : none
      memory ??= Buffer.allocUnsafeSlow(gatheredBytes)
      memory.set(piece, filled)
      filled += piece.length
      return full
    },
    rest,
  }
}
