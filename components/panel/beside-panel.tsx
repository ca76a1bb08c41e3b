'use client'

import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { visible } from '../format/text.ts'

const room = 'min-[1100px]:not-has-data-ended:mr-(--panel)'
/** The panel's place and name, before the list that it belongs to has come. */
const place =
  'after:fixed after:top-(--bar) after:right-0 after:bottom-0 after:w-(--panel) after:border-border after:border-l'
const title =
  'after:truncate after:pt-4 after:pr-30 after:pl-11 after:font-semibold after:text-lg after:leading-6 after:content-none min-[1100px]:not-has-data-ended:after:content-[attr(data-open)]'

/** What stands beside the panel, and makes room for it while something is open. */
export function BesidePanel({ children }: { children: ReactNode }) {
  const search = useSearchParams()
  const name = search.get('open') ?? ''
  const folder = search.get('folder') ?? ''
  const shown = visible(name.startsWith(folder) ? name.slice(folder.length) || name : name)
  return (
    <div className={shown ? `${room} ${place} ${title}` : undefined} data-open={shown || undefined}>
      {children}
    </div>
  )
}
