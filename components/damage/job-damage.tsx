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

const shown = 5

/** What is known to be damaged in a job, whoever ran into it; nothing where nothing is. */
export function JobDamage({ jobId, damage }: { jobId: string; damage: KnownDamage[] }) {
  if (damage.length === 0) return null
  const objects = new Set(damage.map(({ object }) => object)).size
  return (
    <section aria-label="Known damage" className={styles.box}>
      <p className={styles.lead}>
        <TriangleAlert aria-hidden size={16} />
        {countOf(objects, 'object')} known to be damaged
      </p>
      <ul>
        {damage.slice(0, shown).map(({ object, chunkIndex, checksum }) => (
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
      {damage.length > shown && <p className={styles.place}>and {formatCount(damage.length - shown)} more</p>}
    </section>
  )
}

const described = (chunkIndex: number) => (chunkIndex === -1 ? 'its list of chunks' : 'its metadata')
