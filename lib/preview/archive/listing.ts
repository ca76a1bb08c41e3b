import type { BrokenPlace } from '#lib/failure/problem.ts'
import { StoppedError } from '../reader.ts'

/** One thing in an archive, as the archive tells of it: nothing of this is trusted or checked. */
export interface ListedEntry {
  name: string
  kind: 'file' | 'folder' | 'link' | 'other'
  /** Unpacked, in bytes; undefined where none is told or it is beyond any file. */
  size: number | undefined
  /** '2026-03-01 14:05:09', with 'UTC' behind it where the zone is told. */
  modified: string | undefined
  /** What a link points to. */
  target?: string
  encrypted?: boolean
}

/** Where the next entries begin. */
export interface Position {
  /** In bytes from the content's beginning. */
  at: number
  /** Entries before it. */
  index: number
}

export interface ListingPage {
  entries: ListedEntry[]
  /** Entries before these. */
  index: number
  /** There are more, or may be. */
  next?: Position
  /** How many the archive says it has. */
  total?: number
  /** Why it is not known what follows, as a sentence. */
  problem?: string
  /** The damage that is in the way. */
  place?: BrokenPlace
}

/** Entries on one page at most. */
export const pageLength = 200

/**
 * A page of entries, read one after the other until there are enough. What goes wrong ends the page, with what came before.
 *
 * @param step reads the entry at a place, and tells where the next one is; nothing where the archive ends.
 */
export async function listPage(
  from: Position,
  step: (at: number, index: number) => Promise<{ entry: ListedEntry; next: number } | undefined>,
): Promise<ListingPage> {
  const entries: ListedEntry[] = []
  let at = from.at
  const page = () => ({ entries, index: from.index })
  try {
    while (entries.length < pageLength) {
      const read = await step(at, from.index + entries.length)
      if (!read) return page()
      entries.push(read.entry)
      at = read.next
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
    if (error.reason !== 'reads' || entries.length === 0)
      return { ...page(), problem: error.message, ...(error.place && { place: error.place }) }
  }
  return { ...page(), next: { at, index: from.index + entries.length } }
}

/** UTF-8 where it reads as that, else one character a byte. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Seconds since 1970 as a date in UTC; undefined where no calendar has the day. */
export function utc(seconds: number): string | undefined {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return undefined
  return `${date.toISOString().slice(0, -5).replace('T', ' ')} UTC`
}
