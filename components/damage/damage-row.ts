import type { DamageHit } from '#lib/verification/damage.ts'
import type { KnownJob } from '../jobs/known-job.ts'

/** An object that a chunk hits, with the newest of its jobs. */
export interface DamageRow extends DamageHit {
  jobs: KnownJob[]
}
