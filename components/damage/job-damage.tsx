import { TriangleAlert } from 'lucide-react'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { countOf, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './job-damage.module.css'

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
    <section aria-label="Known damage" className={styles.box}>
      <p className={styles.lead}>
        <TriangleAlert aria-hidden size={16} />
        {damage.length >= mostDamage && 'At least '}
        {countOf(objects, 'object')} known to be damaged
      </p>
      <Lines damage={damage.slice(0, told)} jobId={jobId} />
      {damage.length > told && (
        <details className={styles.rest}>
          <summary>{formatCount(damage.length - told)} more</summary>
          <Lines damage={damage.slice(told)} jobId={jobId} />
        </details>
      )}
    </section>
  )
}

function Lines({ jobId, damage }: { jobId: string; damage: KnownDamage[] }) {
  return (
    <ul>
      {damage.map(({ object, chunkIndex, checksum }) => (
        <li className={styles.line} key={`${chunkIndex} ${object}`}>
          <AppLink className={styles.object} href={objectHref(jobId, { name: object })}>
            {visible(object)}
          </AppLink>
          <span className={styles.place}>
            {chunkIndex < 0 ? described(chunkIndex) : `chunk ${formatCount(chunkIndex)}`}
          </span>
          {checksum !== null && (
            <AppLink className={styles.map} href={damageHref(checksum)}>
              Damage map
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  )
}

const described = (chunkIndex: number) => (chunkIndex === -1 ? 'its list of chunks' : 'its metadata')
