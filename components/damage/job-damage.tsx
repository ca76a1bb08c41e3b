import { TriangleAlert } from 'lucide-react'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { countOf, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'

/** A chunk of an object that a read found damaged. */
export interface KnownDamage {
  object: string
  /** -1: the list of chunks; -2: the metadata. */
  chunkIndex: number
  checksum: string | null
}

/** A page is given no more than so many. */
export const mostDamage = 100

/** Told at once; a single one is never hidden behind them. */
const few = 5

/** What is known to be damaged in a job, whoever ran into it; nothing where nothing is. */
export function JobDamage({ jobId, damage }: { jobId: string; damage: KnownDamage[] }) {
  if (damage.length === 0) return null
  const told = damage.length === few + 1 ? few + 1 : few
  const objects = new Set(damage.map(({ object }) => object)).size
  return (
    <section aria-label="Known damage" className="mt-3 rounded-md border border-danger bg-danger-soft px-3 py-2.5">
      <p className="flex items-center gap-2 font-medium text-danger">
        <TriangleAlert aria-hidden size={16} />
        {damage.length >= mostDamage && 'At least '}
        {countOf(objects, 'object')} known to be damaged
      </p>
      <div className="pl-6">
        <Lines damage={damage.slice(0, told)} jobId={jobId} />
        {damage.length > told && (
          <details className="pt-1">
            <summary className="cursor-pointer">{formatCount(damage.length - told)} more</summary>
            <Lines damage={damage.slice(told)} jobId={jobId} />
          </details>
        )}
      </div>
    </section>
  )
}

function Lines({ jobId, damage }: { jobId: string; damage: KnownDamage[] }) {
  return (
    <ul>
      {damage.map(({ object, chunkIndex, checksum }) => (
        <li
          className="flex flex-wrap gap-x-4 pt-1 leading-6 [&>a]:underline [&>a]:underline-offset-3"
          key={`${chunkIndex} ${object}`}
        >
          <AppLink className="wrap-anywhere isolate-text" href={objectHref(jobId, { name: object })}>
            {visible(object)}
          </AppLink>
          <span className="text-muted">
            {chunkIndex < 0 ? described(chunkIndex) : `chunk ${formatCount(chunkIndex)}`}
          </span>
          {checksum !== null && (
            <AppLink className="font-medium" href={damageHref(checksum)}>
              Damage map
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  )
}

const described = (chunkIndex: number) => (chunkIndex === -1 ? 'its list of chunks' : 'its metadata')
