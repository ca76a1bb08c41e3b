import { TriangleAlert } from 'lucide-react'
import { damageHref } from '#lib/search-params/damage.ts'
import { countOf } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './damage-link.module.css'

/** To all damage that is known, where any is. */
export function DamageLink({ chunks }: { chunks: number }) {
  return (
    <AppLink className={styles.link} href={damageHref()}>
      <TriangleAlert aria-hidden size={15} />
      {countOf(chunks, 'damaged chunk')}
    </AppLink>
  )
}
