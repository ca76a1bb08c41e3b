import type { KnownPage } from './known-pages.ts'

/**
 * Where someone stood in a listing when they left it, kept for this tab and entry of its history, so that the way back
 * and a reload lead to the same row. Rows are not kept: they are read again.
 */
export interface KeptPlace<Cursor> {
  /** Which listing. */
  name: string
  /** The rows it began with: of a listing that begins otherwise now nothing is taken over. */
  top: string
  known: KnownPage<Cursor>[]
  /** Pixels from the top of the page. */
  scroll: number
}

const prefix = 'thaw-place:'

/** The entry of the history the page stands at; undefined in a browser that does not tell. */
export function historyEntry(): string | undefined {
  return (globalThis as { navigation?: { currentEntry?: { key: string } | null } }).navigation?.currentEntry?.key
}

export function keptPlace<Cursor>(entry: string, name: string, top: string): KeptPlace<Cursor> | undefined {
  const text = sessionStorage.getItem(prefix + entry)
  const place = text ? (JSON.parse(text) as KeptPlace<Cursor>) : undefined
  return place?.name === name && place.top === top ? place : undefined
}

/** Keeps a place; where the browser has no room for it, all of them are given up first. */
export function keepPlace<Cursor>(entry: string, place: KeptPlace<Cursor>): void {
  const text = JSON.stringify(place)
  try {
    sessionStorage.setItem(prefix + entry, text)
  } catch {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
    try {
      sessionStorage.setItem(prefix + entry, text)
    } catch {
      // Storage is full or switched off: the way back leads to the top.
    }
  }
}
