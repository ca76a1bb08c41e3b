import type { ArchiveEntry } from './entry.ts'
import { tarEnd, tarHead, tarHeadLength, tarPadding } from './tar.ts'
import { zipCentral, zipEnd, zipHead, zipTail, zipTailLength } from './zip.ts'

/** An entry with its place: `offset` is where its head begins. */
export interface PlacedEntry extends ArchiveEntry {
  offset: number
  /** CRC-32 found by a read after the places were fixed: it does not change the layout as `crc32` does. */
  learnedCrc32?: number
}

/** What must be known of all entries to know the archive's length and its end. All in bytes but `count`. */
export interface ArchiveShape {
  count: number
  /** Where the last entry ends. */
  contentEnd: number
  /** Length of zip's central directory; 0 for tar. */
  directoryLength: number
}

/** An archive format whose every length follows from the entries alone. */
export interface ArchiveFormat {
  readonly extension: 'tar' | 'zip'
  readonly mediaType: string
  /** Whether delivering an entry needs the CRC-32 of its content. */
  readonly needsCrc32: boolean
  head(entry: ArchiveEntry): Buffer
  headLength(entry: ArchiveEntry): number
  tailLength(entry: ArchiveEntry): number
  tail(entry: ArchiveEntry, crc32: number): Buffer
  /** Bytes this entry adds to the directory at the archive's end. */
  directoryRecord(entry: ArchiveEntry, offset: number, crc32: number): Buffer
  end(shape: ArchiveShape): Buffer
}

const nothing = Buffer.alloc(0)

export const tarFormat: ArchiveFormat = {
  extension: 'tar',
  mediaType: 'application/x-tar',
  needsCrc32: false,
  head: tarHead,
  headLength: tarHeadLength,
  tailLength: (entry) => tarPadding(entry.size),
  tail: (entry) => Buffer.alloc(tarPadding(entry.size)),
  directoryRecord: () => nothing,
  end: () => tarEnd,
}

export const zipFormat: ArchiveFormat = {
  extension: 'zip',
  mediaType: 'application/zip',
  needsCrc32: true,
  head: zipHead,
  headLength: (entry) => zipHead(entry).length,
  tailLength: zipTailLength,
  tail: zipTail,
  directoryRecord: zipCentral,
  end: ({ count, contentEnd, directoryLength }) => zipEnd(count, contentEnd, directoryLength),
}

/** Gives entries their places, one after the other, and adds up the archive's shape. */
export function createPlacer(format: ArchiveFormat) {
  const shape: ArchiveShape = { count: 0, contentEnd: 0, directoryLength: 0 }
  return {
    shape,
    place(entry: ArchiveEntry): PlacedEntry {
      const offset = shape.contentEnd
      shape.count++
      shape.contentEnd += format.headLength(entry) + entry.size + format.tailLength(entry)
      shape.directoryLength += format.directoryRecord(entry, offset, 0).length
      if (!Number.isSafeInteger(shape.contentEnd)) throw new RangeError('The archive would be longer than 2^53 bytes')
      return { ...entry, offset }
    },
  }
}

/** The whole archive's length in bytes. */
export function archiveLength(format: ArchiveFormat, shape: ArchiveShape): number {
  return shape.contentEnd + shape.directoryLength + format.end(shape).length
}
