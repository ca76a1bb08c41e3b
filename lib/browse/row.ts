import type { Entry } from './folder.ts'
import { parseThawMetadata } from './metadata.ts'

/** What a listing tells of an object, as far as rows show it. */
export interface ListedObject {
  Name: string | undefined
  ChunksCount?: number
  MetadataString?: string
  ObjectChecksum: string | undefined
  ObjectLength?: number
  CreationTime?: Date
}

/** A line of a folder as a plain value that crosses to the browser. Times are epoch milliseconds, sizes bytes. */
export interface EntryRow {
  kind: 'folder' | 'object'
  name: string
  size?: number
  /** The size is what the backup noted, not what the service counted. */
  sizeIsHint?: boolean
  modified?: number
  type?: 'file' | 'dir' | 'symlink'
  checksum?: string
  chunks?: number
  /** A read here found it damaged, or something in the folder. */
  damaged?: boolean
}

export function entryRow(entry: Entry<ListedObject>): EntryRow {
  if (entry.kind === 'object') return { kind: 'object', name: entry.name, ...objectFacts(entry.object) }
  const { modified } = entry.marker ? objectFacts(entry.marker) : {}
  return { kind: 'folder', name: entry.name, ...(modified !== undefined && { modified }) }
}

/** Facts of one object: the service's own where it tells them, else the hints of the `thaw/1` metadata string. */
export function objectFacts(object: ListedObject): Omit<EntryRow, 'kind' | 'name' | 'damaged'> {
  const hint = parseThawMetadata(object.MetadataString)
  const size = object.ObjectLength ?? hint?.size
  return {
    ...(size !== undefined && { size }),
    ...(object.ObjectLength === undefined && hint && { sizeIsHint: true }),
    ...modifiedOf(hint?.mtime),
    ...(hint && { type: hint.type }),
    ...(object.ObjectChecksum && { checksum: object.ObjectChecksum }),
    ...(object.ChunksCount !== undefined && { chunks: object.ChunksCount }),
  }
}

/** Furthest moments that a `Date` can say, in milliseconds: 275,760 years. */
const furthest = 8_640_000_000_000_000n

/** A file may claim a time that no calendar here can show; then its exact number is in its metadata alone. */
function modifiedOf(mtime: bigint | undefined): { modified?: number } {
  if (mtime === undefined) return {}
  const milliseconds = mtime / 1_000_000n
  return milliseconds < -furthest || milliseconds > furthest ? {} : { modified: Number(milliseconds) }
}
