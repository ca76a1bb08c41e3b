/**
 * What damage means for contents and jobs. `damaged-chunks.ts` keeps what readers ran into; this keeps what the endpoint
 * says such a chunk is part of, and answers for any content and any job from both:
 *
 *   a damaged chunk ┬─► every content (SUMMARY) with it is damaged, whatever job shows it
 *                   └─► the endpoint is asked for the chunk's uses ─► stretches of jobs, with those that begin later
 *
 * An endpoint that does not tell a chunk's uses leaves the jobs a read or a listing found damage in.
 */
import type { DamageList } from './damage-list.ts'

/** A job, as far as damage is told of it. Without resource, vault and time only what was found in it counts. */
export interface DamagedJob {
  id: string
  arn?: string | undefined
  vault?: string | undefined
  /** When it began, milliseconds since 1970. */
  created?: number | undefined
}

/** A version of an object that has a damaged chunk, and the jobs of the resource that show it. */
export interface DamagedVersion {
  resource: string
  vault: string
  object: string
  /** SUMMARY. */
  objectChecksum: string
  /** The chunk's first index in it; -1: it is the metadata blob. */
  chunkIndex: number
  /** When the first and the last of those jobs began; null: jobs to come show it as well. */
  fromAt: number
  toAt: number | null
}

/** Damage to an object of a job. */
export interface ObjectDamage {
  object: string
  objectChecksum: string
  /** -1: what describes the object, its list of chunks or its metadata; -2: its metadata. */
  chunkIndex: number
  /** SHA-256 the chunk should have, base64; null where the description is damaged. */
  checksum: string | null
}

/** What an object of a job has as its content. `objectChecksum`: its SUMMARY. */
export interface ShownContent {
  endpoint: string
  jobId: string
  object: string
  objectChecksum: string
}

/** An object, with the content it has; or everything from a name on up to the one `behind`. */
export type MaybeDamaged = { name: string; objectChecksum: string } | { name: string; behind: string }

export interface KnownDamage extends DamageList {
  /** Whether any is known at all. */
  any(endpoint: string): Promise<boolean>
  /** Whether this content is damaged, whatever job that was found in. */
  isDamaged(content: ShownContent): Promise<boolean>
  /** Its damaged chunks, by index, and since when each is known (milliseconds since 1970). */
  ofContent(
    content: ShownContent,
    limit: number,
  ): Promise<{ chunkIndex: number; checksum: string | null; foundAt: number }[]>
  /** In the order of object and index. */
  ofJob(endpoint: string, job: DamagedJob, limit: number): Promise<ObjectDamage[]>
  /** The names of those of which damage is known, asked for at once. */
  among(endpoint: string, job: DamagedJob, asked: readonly MaybeDamaged[]): Promise<Set<string>>
  /** The ids of those of which something is damaged, asked for at once. */
  affected(endpoint: string, jobs: readonly DamagedJob[]): Promise<Set<string>>
  /** A listing shows damaged contents in their jobs: they count there from now on. */
  seenIn(shown: readonly ShownContent[]): Promise<void>
  /** Damaged chunks whose uses were not asked for since a job did something at that time, those never asked for first. */
  notLookedAt(endpoint: string, since: number, limit: number): Promise<string[]>
  /** Keeps the uses of a chunk in the place of those known before. `through`: all that jobs did until then is in it. */
  setUses(
    of: { endpoint: string; checksum: string; through: number },
    versions: readonly DamagedVersion[],
  ): Promise<void>
}
