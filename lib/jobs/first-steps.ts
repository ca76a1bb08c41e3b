import { verificationOf } from './coverage.ts'
import { isSample, type ResourceRow } from './resources.ts'
import type { JudgedFacts } from './verdict.ts'

export type StepState = 'to-do' | 'running' | 'done'

/** How far somebody is who begins with an empty store: a backup, read as a whole, and something of it brought back. */
export interface FirstSteps {
  backup: StepState
  verify: StepState
  restore: StepState
  /** The backup to verify: one of a person's own. */
  verifies?: string
  /** The backup to restore from; the sample's will do. */
  restores?: string
}

/** Who has more jobs than this knows the way. */
const most = 3

/**
 * The steps of whoever begins; undefined once all are done, or there are more jobs than a beginner has. The sample is nobody's
 * backup and does not count.
 *
 * @param hasRestored whether a download or a restore has ended, and every byte of it was verified.
 */
export function firstSteps(
  resources: readonly ResourceRow<JudgedFacts & { id: string }>[],
  hasRestored: boolean,
): FirstSteps | undefined {
  const own = resources.filter((row) => !isSample(row))
  if (own.reduce((jobs, row) => jobs + row.jobs, 0) > most) return undefined
  const good = own.flatMap((row) => row.good ?? [])
  const verified = good.find((job) => verificationOf(job) === 'verified')
  const runs = own.some((row) => row.running !== undefined)
  if (verified && hasRestored) return undefined
  const job = verified ?? good[0]
  const restored = job ?? resources.find(isSample)?.good
  return {
    backup: good.length > 0 ? 'done' : runs ? 'running' : 'to-do',
    verify: verified ? 'done' : 'to-do',
    restore: hasRestored ? 'done' : 'to-do',
    ...(job && { verifies: job.id }),
    ...(restored && { restores: restored.id }),
  }
}
