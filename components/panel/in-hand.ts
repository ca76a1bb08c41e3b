import type { ChunkRow } from '../object/chunk-row.ts'
import type { ObjectFacts } from '../object/object-facts.ts'
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
}

/** Where a name that a job lacks was seen, of the backups of the same resource around it. */
export interface LastSeen {
  /** How many backups were looked at. */
  looked: number
  /** The nearest one before the job that has it, else the nearest one after. */
  seen?: { jobId: string; created: number; newer: boolean }
}

export interface PanelActions {
  look: (jobId: string, name: string) => Asked<InHand>
  lastSeen: (jobId: string, name: string) => Asked<LastSeen>
}
