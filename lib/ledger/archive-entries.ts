/** One object of a planned archive. */
export interface PlannedEntry {
  /** From 0, in the order of the archive. */
  position: number
  /** Where its head begins, counted from the first entry that is an object; null for one that is left out. */
  place: number | null
  /** Its name in the archive. */
  name: string
  type: 'file' | 'directory' | 'symlink'
  size: number
  /** Nanoseconds since 1970. */
  mtime: bigint
  mode: number
  target: string | null
  /** Numbers and names, as metadata strings have them. */
  owner: string | null
  /** Extended attributes: JSON of pairs, values in base64. */
  xattrs: string | null
  /** The name in the archive that this is another name of: its content stands there. */
  link: string | null
  /** Where data lies, JSON of [offset, length], where the rest is left out as holes. */
  segments: string | null
  /** Known when the places were fixed: it stands in the entry's head. */
  crc32: number | null
  /** Of the whole content, base64, where it was known beforehand. */
  sha256: string | null
  /** The object's own name. */
  object: string
  /** SUMMARY. */
  checksum: string
  chunks: number | null
  token: string | null
  /** Of an object of one chunk: its chunk's token, where the listing told it. */
  chunkToken: string | null
  /** Why it is left out. */
  skipped: string | null
  /** What of it the archive does not hold, in words. */
  without: string | null
  /** Known to be damaged when the archive was planned. */
  damaged: boolean
}

/** An entry as a read needs it, with the CRC-32 that was found since. */
export type StoredEntry = PlannedEntry & { learnedCrc32: number | null }

/** A folder that only other names imply, or one with an entry of its own. */
export type NameKind = 'file' | 'folder' | 'folder entry'

/** A name taken in an archive. */
export interface TakenName {
  /** Under which common file systems compare it. */
  key: string
  kind: NameKind
  /** The next number for an alternative to it; from 2. */
  next: number
}

export interface EntryTable {
  /** Which of these keys are taken in the archive. */
  names(planId: string, keys: readonly string[]): Promise<TakenName[]>
  /** Entries from a position on, those left out included. */
  from(planId: string, position: number, limit: number): Promise<StoredEntry[]>
  /** Entries of the archive from the one that holds byte `place` on, or behind a place. */
  holding(planId: string, place: number, limit: number): Promise<StoredEntry[]>
  behind(planId: string, place: number, limit: number): Promise<StoredEntry[]>
  /** Entries a person should hear of: other name, left out, damaged. */
  notable(planId: string, position: number, limit: number): Promise<StoredEntry[]>
  /** Whether the CRC-32 of every content whose entry begins in front of `place` is known. */
  crcsKnownBefore(planId: string, place: number): Promise<boolean>
}
