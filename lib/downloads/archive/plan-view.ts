import type { PlannedEntry } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { fileName, lengthOf } from './archive-layout.ts'
import type { Selection } from './selection.ts'

/** What a person is shown of a plan before the first byte. Sizes are bytes, times milliseconds since 1970. */
export interface PlanView {
  id: string
  jobId: string
  format: 'tar' | 'zip'
  fileName: string
  intact: boolean
  naming: ArchivePlan['naming']
  /** While planning, the counts grow. */
  state: 'planning' | 'ready' | 'failed'
  failure?: string
  selection: Selection
  objects: number
  bytes: number
  changed: number
  skipped: number
  damaged: number
  /** Bytes of the chunks, each distinct one counted once; less where `distinctAtMost`. */
  distinctBytes: number
  distinctAtMost: boolean
  /** The archive's exact length, once it is ready. */
  length?: number
  /** Where it is downloaded. */
  href: string
  createdAt: number
  expiresAt: number
}

/** An object a person should hear of before the download. */
export interface NotableEntry {
  position: number
  object: string
  /** Its name in the archive; absent where it is left out. */
  name?: string
  skipped?: string
  damaged: boolean
}

export function planView(plan: ArchivePlan): PlanView {
  const { id, jobId, format, intact, naming, state, failure, createdAt, expiresAt, totals } = plan
  return {
    ...{ id, jobId, format, intact, naming, state, createdAt, expiresAt },
    ...totals,
    selection: JSON.parse(plan.selection) as Selection,
    fileName: fileName(plan),
    href: `/download/${encodeURIComponent(jobId)}/archive/${id}.${format}`,
    ...(failure !== null && { failure }),
    ...(state === 'ready' && { length: lengthOf(plan) }),
  }
}

/** Objects with another name in the archive, left out or known to be damaged; `from` is the position to go on at. */
export async function notableEntries(
  { archivePlans }: Pick<Ledger, 'archivePlans'>,
  planId: string,
  from: number,
  limit: number,
): Promise<NotableEntry[]> {
  return (await archivePlans.notable(planId, from, limit)).map(notable)
}

function notable({ position, object, name, skipped, damaged }: PlannedEntry): NotableEntry {
  return { position, object, damaged, ...(skipped === null ? { name } : { skipped }) }
}
