/**
 * The zip format (APPNOTE 6.3.10), stored entries with UTF-8 names and ZIP64 where needed, one record at a time. Every
 * record's length follows from the entry alone, so all offsets are known beforehand. Where an entry's CRC-32 is not yet
 * known it follows the content in a data descriptor; the sizes always stand in the local header.
 */
import type { ArchiveEntry } from './entry.ts'

const max32 = 0xffff_ffff
const max16 = 0xffff
const utf8 = 1 << 11
const crcFollows = 1 << 3
const made = (3 << 8) | 45 // Unix attributes, version 4.5

/** What stands before an entry's content. */
export function zipHead(entry: ArchiveEntry): Buffer {
  const name = Buffer.from(entry.name)
  const large = entry.size >= max32
  const extra = Buffer.concat([large ? zip64(entry.size, entry.size) : Buffer.alloc(0), unixTime(entry)])
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  common(header, 4, entry, large)
  header.writeUInt32LE(entry.crc32 ?? 0, 14)
  header.writeUInt32LE(large ? max32 : entry.size, 18)
  header.writeUInt32LE(large ? max32 : entry.size, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

/** Bytes after an entry's content: its data descriptor, or nothing where the CRC-32 stood in the header. */
export function zipTailLength(entry: ArchiveEntry): number {
  if (!needsDescriptor(entry)) return 0
  return entry.size >= max32 ? 24 : 16
}

/** @param crc32 of the content that was just written. */
export function zipTail(entry: ArchiveEntry, crc32: number): Buffer {
  const tail = Buffer.alloc(zipTailLength(entry))
  if (tail.length === 0) return tail
  tail.writeUInt32LE(0x08074b50, 0)
  tail.writeUInt32LE(crc32, 4)
  if (tail.length === 24) {
    tail.writeBigUInt64LE(BigInt(entry.size), 8)
    tail.writeBigUInt64LE(BigInt(entry.size), 16)
  } else {
    tail.writeUInt32LE(entry.size, 8)
    tail.writeUInt32LE(entry.size, 12)
  }
  return tail
}

/** An entry's record in the central directory. `offset` is where its head begins. */
export function zipCentral(entry: ArchiveEntry, offset: number, crc32: number): Buffer {
  const name = Buffer.from(entry.name)
  const large = entry.size >= max32
  const far = offset >= max32
  const wide = [...(large ? [entry.size, entry.size] : []), ...(far ? [offset] : [])]
  const extra = Buffer.concat([wide.length > 0 ? zip64(...wide) : Buffer.alloc(0), unixTime(entry)])
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(made, 4)
  common(record, 6, entry, large || far)
  record.writeUInt32LE(crc32, 16)
  record.writeUInt32LE(large ? max32 : entry.size, 20)
  record.writeUInt32LE(large ? max32 : entry.size, 24)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(extra.length, 30)
  record.writeUInt32LE(externalAttributes(entry), 38)
  record.writeUInt32LE(far ? max32 : offset, 42)
  return Buffer.concat([record, name, extra])
}

/** What ends the archive, after a central directory of `length` bytes at `start`. */
export function zipEnd(count: number, start: number, length: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, max16), 8)
  end.writeUInt16LE(Math.min(count, max16), 10)
  end.writeUInt32LE(Math.min(length, max32), 12)
  end.writeUInt32LE(Math.min(start, max32), 16)
  if (count < max16 && length < max32 && start < max32) return end

  const wide = Buffer.alloc(56 + 20)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(made, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(length), 40)
  wide.writeBigUInt64LE(BigInt(start), 48)
  wide.writeUInt32LE(0x07064b50, 56)
  wide.writeBigUInt64LE(BigInt(start + length), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, end])
}

function needsDescriptor(entry: ArchiveEntry): boolean {
  return entry.type !== 'directory' && entry.size > 0 && entry.crc32 === undefined
}

/** Version, flags, method (stored) and DOS time: the same run of fields in both headers. */
function common(header: Buffer, at: number, entry: ArchiveEntry, wide: boolean): void {
  header.writeUInt16LE(wide ? 45 : 20, at)
  header.writeUInt16LE(utf8 | (needsDescriptor(entry) ? crcFollows : 0), at + 2)
  const { date, time } = dosTime(entry.mtime)
  header.writeUInt16LE(time, at + 6)
  header.writeUInt16LE(date, at + 8)
}

/** UTC to the two seconds, kept inside what the fields can say: 1980 to 2107. */
function dosTime(mtime: bigint): { date: number; time: number } {
  const earliest = Date.UTC(1980, 0, 1)
  const latest = Date.UTC(2107, 11, 31, 23, 59, 58)
  const when = new Date(Math.min(Math.max(Number(mtime / 1_000_000n), earliest), latest))
  return {
    date: ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate(),
    time: (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1),
  }
}

/** Extended timestamp: DOS time has no zone, this has. Left out where 32 bits cannot hold it. */
function unixTime(entry: ArchiveEntry): Buffer {
  const seconds = (entry.mtime - (entry.mtime < 0n ? 999_999_999n : 0n)) / 1_000_000_000n
  if (seconds < -0x8000_0000n || seconds > 0x7fff_ffffn) return Buffer.alloc(0)
  const extra = Buffer.alloc(9)
  extra.writeUInt16LE(0x5455, 0)
  extra.writeUInt16LE(5, 2)
  extra.writeUInt8(1, 4)
  extra.writeInt32LE(Number(seconds), 5)
  return extra
}

function zip64(...values: number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return extra
}

/** Mode and kind as Unix knows them, and MS-DOS's mark of a folder. */
function externalAttributes({ type, mode }: ArchiveEntry): number {
  const kind = { file: 0o100000, link: 0o100000, directory: 0o040000, symlink: 0o120000 }[type]
  return (((kind | mode) << 16) | (type === 'directory' ? 0x10 : 0)) >>> 0
}
