'use client'

import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { visible } from '../format/text.ts'

/** What stands beside the panel, and makes room for it while something is open. */
export function BesidePanel({ children }: { children: ReactNode }) {
  const search = useSearchParams()
  const name = search.get('open') ?? ''
  const folder = search.get('folder') ?? ''
  const shown = visible(name.startsWith(folder) ? name.slice(folder.length) || name : name)
  return (
    <div className={shown ? 'beside-panel' : undefined} data-open={shown || undefined}>
      {children}
    </div>
  )
}
