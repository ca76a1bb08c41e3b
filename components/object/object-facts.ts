import type { EntryRow } from '#lib/browse/row.ts'

/** One object as a plain value. Times are epoch milliseconds, sizes bytes. */
export interface ObjectFacts extends Omit<EntryRow, 'kind'> {
  /** The metadata string as it was stored. */
  metadata?: string
  /** When it first became complete. */
  stored?: number
}
