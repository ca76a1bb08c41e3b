'use client'

import { Search } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import type { FindJobs } from './found-jobs.ts'

const Palette = onDemand(() => import('./palette.tsx'))

const shape = 'flex h-8 items-center justify-center rounded-md text-md text-muted hover:text-fg'
const field =
  'md:mr-2 md:gap-2 md:border md:border-border md:bg-surface md:pr-1.5 md:pl-2.5 md:hover:border-border-strong'
const icon = 'max-md:w-8 max-md:hover:bg-hover max-sm:h-10 max-sm:w-9'

/** The way to everywhere: opens by hand, and by Ctrl+K or ⌘K (`hearKeys`). */
export function PaletteButton({ findJobs }: { findJobs: FindJobs }) {
  const [open, setOpen] = useState(false)
  const shortcut = useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => 'Ctrl K',
  )

  return (
    <>
      <Press
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label="Go to or do"
        className={`${shape} ${field} ${icon}`}
        onClick={() => setOpen(true)}
        title={`Go to or do (${shortcut})`}
      >
        <Search aria-hidden size={15} />
        <span className="pr-6 max-md:hidden">Go to…</span>
        <kbd className="rounded-sm border border-border bg-bg px-1.5 font-sans text-xs leading-4.5 max-md:hidden">
          {shortcut}
        </kbd>
      </Press>
      {open && <Palette findJobs={findJobs} onClose={() => setOpen(false)} />}
    </>
  )
}
