'use client'

import { Search } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import type { FindJobs } from './found-jobs.ts'

const Palette = onDemand(() => import('./palette.tsx'))

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
        className="palette-button"
        onClick={() => setOpen(true)}
        title={`Go to or do (${shortcut})`}
      >
        <Search aria-hidden size={15} />
        <span className="pr-6 max-md:hidden">Go to…</span>
        <kbd className="key bg-bg font-sans max-md:hidden">{shortcut}</kbd>
      </Press>
      {open && <Palette findJobs={findJobs} onClose={() => setOpen(false)} />}
    </>
  )
}
