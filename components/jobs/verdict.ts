import { countOf, formatBytes } from '../format/size.ts'
import { isSample, needsAttention, type ResourceRow, verdictOf } from './resource-row.ts'

/** The operator's first question, answered in a line: is everything backed up. */
export function verdictLine(resources: ResourceRow[], newest?: number): string {
  const real = resources.filter((row) => !isSample(row))
  const bad = real.filter(needsAttention).length
  const running = real.filter((row) => row.running || verdictOf(row) === 'first-running').length
  const seen = newest === undefined ? '' : ` Judged by the newest ${countOf(newest, 'job')}.`
  if (real.length === 0) return `Nothing is backed up yet, apart from the sample.${seen}`
  const what = countOf(real.length, 'resource')
  const now = running > 0 ? ` ${countOf(running, 'backup')} running.` : ''
  if (bad === 0)
    return `${what}, ${real.length === 1 ? 'with a good backup' : 'each with a good backup or a first one running'}.${now}${seen}`
  return `${bad === 1 ? '1 needs' : `${bad} need`} a look, of ${what}.${now}${seen}`
}

export function usageLine({ stored, free, chunks }: { stored: number; free: number; chunks: number }): string {
  return `${formatBytes(stored)} stored in ${countOf(chunks, 'chunk')}, ${formatBytes(free)} free`
}
