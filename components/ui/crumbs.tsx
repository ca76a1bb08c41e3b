import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { visible } from '../format/text.ts'
import { AppLink } from './app-link.tsx'

export interface Crumb {
  label: ReactNode
  href?: string
  title?: string
}

const part = 'max-w-[48ch] truncate isolate-text'

/** The address in words. The last one is where one is. */
export function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="border-border border-b bg-surface px-(--gutter) py-2.5">
      <ol className="flex flex-wrap items-center gap-y-0.5">
        {crumbs.map(({ label, href, title }, i) => (
          <li className="flex min-w-0 max-w-full items-center" key={href ?? 'here'}>
            {i > 0 && <ChevronRight aria-hidden className="mx-1 text-faint" size={14} />}
            {href ? (
              <AppLink
                className={`${part} text-muted hover:text-accent hover:underline hover:underline-offset-3`}
                data-up={i === crumbs.length - 2 || undefined}
                href={href}
                title={title}
              >
                {told(label)}
              </AppLink>
            ) : (
              <span aria-current="page" className={`${part} font-medium`} title={title}>
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
