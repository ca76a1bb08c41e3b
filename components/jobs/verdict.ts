import { verificationOf } from '#lib/jobs/coverage.ts'
import { isSample, needsAttention, type ResourceRow } from '#lib/jobs/resources.ts'
import type { JudgedFacts } from '#lib/jobs/verdict.ts'
import { countOf, formatBytes } from '../format/size.ts'

/** The operator's first question, answered in a line: is everything backed up. */
export function verdictLine(resources: ResourceRow<JudgedFacts>[], newest?: number): string {
  const real = resources.filter((row) => !isSample(row))
  const bad = real.filter(needsAttention).length
  const good = real.filter((row) => row.good && !needsAttention(row)).length
  const running = real.filter((row) => row.running).length
  const seen = newest === undefined ? '' : ` Judged by the newest ${countOf(newest, 'job')}.`
  if (real.length === 0) return `Nothing is backed up yet, apart from the sample.${seen}`
  const now = running > 0 ? ` ${countOf(running, 'backup')} running.` : ''
  const all = countOf(real.length, 'resource')
  if (bad > 0) return `${bad} of ${all} ${bad === 1 ? 'needs' : 'need'} a look.${now}${seen}`
  const unread = unverified(real)
  if (good === real.length)
    return `${all}, ${good === 1 ? 'with a good backup' : 'each with a good backup'}${unread}.${now}${seen}`
  return `${good} of ${all} with a good backup so far${unread}.${now}${seen}`
}

/** How many of the good backups nobody is known to have read: ', 2 of them never verified'. */
function unverified(rows: ResourceRow<JudgedFacts>[]): string {
  const backups = rows.flatMap(({ good }) => good ?? [])
  const unread = backups
    .map(verificationOf)
    .filter((each) => each === 'never-verified' || each === 'verification-unknown')
  if (unread.length === 0) return ''
  const words = unread.includes('verification-unknown') ? 'not known to be verified' : 'never verified'
  return `, ${unread.length === backups.length ? words : `${unread.length} of them ${words}`}`
}

export function usageLine({ stored, free, chunks }: { stored: number; free: number; chunks: number }): string {
  return `${formatBytes(stored)} stored in ${countOf(chunks, 'chunk')}, ${formatBytes(free)} free`
}
