import type { DamageHit } from '#lib/verification/damage.ts'

/** A job as a person knows it; the id alone where the endpoint does not describe jobs. */
export interface KnownJob {
  id: string
  resource?: string
  created?: number | undefined
}

/** An object that a chunk hits, with the newest of its jobs. */
export interface DamageRow extends DamageHit {
  jobs: KnownJob[]
}
