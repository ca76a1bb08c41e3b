import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { visible } from '../format/text.ts'
import { AppLink } from './app-link.tsx'
import styles from './crumbs.module.css'

export interface Crumb {
  label: ReactNode
  href?: string
  title?: string
}

/** The address in words. The last one is where one is. */
export function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className={styles.nav}>
      <ol className={styles.list}>
        {crumbs.map(({ label, href, title }, i) => (
          <li className={styles.crumb} key={href ?? 'here'}>
            {i > 0 && <ChevronRight aria-hidden className={styles.between} size={14} />}
            {href ? (
              <AppLink className={styles.link} data-up={i === crumbs.length - 2 || undefined} href={href} title={title}>
                {told(label)}
              </AppLink>
            ) : (
              <span aria-current="page" className={styles.here} title={title}>
                {told(label)}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

const told = (label: ReactNode) => (typeof label === 'string' ? visible(label) || '(no name)' : label)
