import type { DamageHit } from '#lib/verification/damage.ts'
import type { KnownJob } from '../jobs/known-job.ts'

/** Where the list of all known damage goes on. */
export interface KnownDamageCursor {
  /** Since when it is known, milliseconds since 1970. */
  foundAt: number
  /** SHA-256 of the chunk, base64; null: what describes an object is damaged. */
  checksum: string | null
  /** SUMMARY of the object. */
  objectChecksum: string
}

/** A damaged chunk, or an object whose description is damaged, as the list of all known damage shows it. */
export interface KnownDamageRow extends KnownDamageCursor {
  object: string
  /** -1: the list of chunks; -2: the metadata. */
  chunkIndex: number
  /** What the read ran into. */
  reason: string
  /** Objects that have it, as far as is known; `more`: there are others. */
  objects: number
  more: boolean
  /** The newest of the jobs that show it, and how many there are at least. None: no job shows it any more. */
  jobs: KnownJob[]
  jobCount: number
  /** The newest version of the object without damage that is known of. */
  intact: DamageHit['intact']
}
