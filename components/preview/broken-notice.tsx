import { TriangleAlert } from 'lucide-react'
import type { BrokenPlace } from '#lib/downloads/problem.ts'
import { damageHref } from '#lib/search-params/damage.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './broken-notice.module.css'

/** Says which bytes cannot be shown and why: a line, since the page has said already that the object is damaged. */
export function BrokenNotice({ place: { index, offset, length, checksum } }: { place: BrokenPlace }) {
  return (
    <p className={styles.line} role="status">
      <TriangleAlert aria-hidden size={16} />
      <span>
        Chunk {formatCount(index)} could not be verified: nothing is shown of the {exactBytes(length)} from offset{' '}
        {formatCount(offset)} on. <AppLink href={damageHref(checksum)}>Damage map</AppLink>
      </span>
    </p>
  )
}
