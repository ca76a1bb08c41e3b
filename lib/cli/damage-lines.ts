import type { DamageHit, DamagePage } from '#lib/verification/index.ts'
import { count, printable } from './text.ts'

/** Jobs named in a line. */
const mostNamed = 3

/** Says of a damaged chunk what it hits and where an intact version is; a line an object. */
export function damageLines(checksum: string, { hits, from }: DamagePage): string[] {
  if (from !== 'service') return []
  return hits.map((hit) => {
    const intact = hit.intact
      ? `an intact version is in job ${printable(hit.intact.jobId)}`
      : 'no intact version is known'
    return `Chunk ${checksum} hits ${printable(hit.name)} in ${jobs(hit)}; ${intact}.`
  })
}

function jobs({ jobIds, jobCount }: DamageHit): string {
  const named = jobIds.slice(0, mostNamed)
  const more = jobCount - named.length
  const list = named.map(printable).join(', ')
  return `${named.length === 1 ? 'job' : 'jobs'} ${list}${more > 0 ? ` and ${count(more, 'other')}` : ''}`
}
