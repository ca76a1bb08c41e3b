import type { EntryTable, PlannedEntry, TakenName } from './archive-entries.ts'

/** An archive to be delivered, as it was planned. Bytes and times (milliseconds since 1970) are numbers. */
export interface ArchivePlan {
  id: string
  endpoint: string
  jobId: string
  format: 'tar' | 'zip'
  /** The archive's file name without its extension. */
  title: string
  /** What was asked for, for people: JSON of names and prefixes. */
  selection: string
  /** Objects known to be damaged are left out. */
  intact: boolean
  /** What the names in it are made for: every system, or Linux and macOS. */
  naming: 'portable' | 'unix'
  createdAt: number
  expiresAt: number
  state: 'planning' | 'ready' | 'failed'
  /** Why it failed. */
  failure: string | null
  totals: PlanTotals
  layout: PlanLayout
  /** Of the whole archive, base64; known once it was delivered from its first byte to its last. */
  sha256: string | null
}

/** Counts of objects and the bytes of their contents. */
export interface PlanTotals {
  objects: number
  bytes: number
  /** Objects whose names in the archive are not their own. */
  changed: number
  skipped: number
  /** Objects known to be damaged, left out or not. */
  damaged: number
  /** Bytes of the chunks, each distinct one counted once. */
  distinctBytes: number
  /** `distinctBytes` is the most it can be: not every list of chunks was looked at. */
  distinctAtMost: boolean
}

/** What is generated and stands first, and the shape of the whole. */
export interface PlanLayout {
  manifest: { length: number; crc32: number }
  /** Length 0: there is none. */
  sums: { length: number; crc32: number }
  /** As the archive counts them. */
  entries: number
  contentEnd: number
  directoryLength: number
}

export interface ArchivePlans extends EntryTable {
  /** It is owned by who creates it. */
  create(
    plan: Pick<
      ArchivePlan,
      'id' | 'endpoint' | 'jobId' | 'format' | 'title' | 'selection' | 'intact' | 'naming' | 'createdAt' | 'expiresAt'
    >,
  ): Promise<void>
  /** A plan whose owner is gone has failed: nobody makes it ready. */
  find(id: string, now: number): Promise<ArchivePlan | undefined>
  /** All of it or nothing: entries, the names they take, and what the plan comes to with them. */
  append(
    id: string,
    batch: { entries: readonly PlannedEntry[]; names: readonly TakenName[]; totals: PlanTotals },
  ): Promise<void>
  ready(id: string, totals: PlanTotals, layout: PlanLayout): Promise<void>
  failed(id: string, failure: string): Promise<void>
  /** The archive was delivered whole. */
  hashed(id: string, sha256: string): Promise<void>
  /**
   * Forgets a part of what expired, at most `limit` entries, so that no one waits for a large plan to go.
   *
   * @returns whether there may be more.
   */
  sweep(now: number, limit: number): Promise<boolean>
  /** Lets the plan expire at once. */
  remove(id: string): Promise<void>
}
