import { isSample, needsAttention, type ResourceRow, resourceVerdict } from '#lib/jobs/resources.ts'
import { countOf, formatBytes } from '../format/size.ts'

/** The operator's first question, answered in a line: is everything backed up. */
export function verdictLine(resources: ResourceRow<unknown>[], newest?: number): string {
  const real = resources.filter((row) => !isSample(row))
  const bad = real.filter(needsAttention).length
  const good = real.filter((row) => resourceVerdict(row) === 'protected').length
  const running = real.filter((row) => row.running).length
  const seen = newest === undefined ? '' : ` Judged by the newest ${countOf(newest, 'job')}.`
  if (real.length === 0) return `Nothing is backed up yet, apart from the sample.${seen}`
  const now = running > 0 ? ` ${countOf(running, 'backup')} running.` : ''
  const all = countOf(real.length, 'resource')
  if (bad > 0) return `${bad} of ${all} ${bad === 1 ? 'needs' : 'need'} a look.${now}${seen}`
  if (good === real.length)
    return `${all}, ${good === 1 ? 'with a good backup' : 'each with a good backup'}.${now}${seen}`
  return `${good} of ${all} with a good backup so far.${now}${seen}`
}

export function usageLine({ stored, free, chunks }: { stored: number; free: number; chunks: number }): string {
  return `${formatBytes(stored)} stored in ${countOf(chunks, 'chunk')}, ${formatBytes(free)} free`
}
