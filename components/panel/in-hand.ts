import type { Cursor } from '#lib/browse/lister.ts'
import type { EntryRow } from '#lib/browse/row.ts'
import type { ObjectsParams } from '#lib/search-params/objects.ts'
import type { ChunkRow } from '../object/chunk-row.ts'
import type { ObjectFacts } from '../object/object-facts.ts'
import type { Page } from '../table/page.ts'
import type { Asked } from '../ui/answered.ts'

/** What the panel tells of an object beyond its row. Times are epoch milliseconds. */
export interface InHand {
  /** None where the job has no such object. */
  object?: ObjectFacts
  /** Its first chunks, for the strip. */
  chunks: ChunkRow[]
  /** Chunks a read found damaged; -1 is the list of chunks, -2 the metadata. */
  damage: { index: number; checksum: string | null }[]
  /** When this content was last read whole and found good. */
  verifiedAt?: number
  /** Nor is it known whether it was earlier. */
  recordsLost?: boolean
}

/** Where a name that a job lacks was seen, of the backups of the same resource around it. */
export interface LastSeen {
  /** How many backups were looked at. */
  looked: number
  /** The nearest one before the job that has it, else the nearest one after. */
  seen?: { jobId: string; created: number; newer: boolean }
}

/** A page of a folder's entries, and the name of the object that is the folder itself where there is one. */
export interface EntriesPage extends Page<EntryRow, Cursor> {
  marker?: string
}

export interface PanelActions {
  /** `most` entries of a folder, where few are enough. */
  list: (jobId: string, params: ObjectsParams, cursor: Cursor | undefined, most?: number) => Asked<EntriesPage>
  look: (jobId: string, name: string) => Asked<InHand>
  lastSeen: (jobId: string, name: string) => Asked<LastSeen>
}
