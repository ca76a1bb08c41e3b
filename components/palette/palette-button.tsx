'use client'

import { Search } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import type { FindJobs } from './found-jobs.ts'
import styles from './palette-button.module.css'

const Palette = onDemand(() => import('./palette.tsx'))

/** The way to everywhere: opens by Ctrl+K or ⌘K, or by hand. */
export function PaletteButton({ findJobs }: { findJobs: FindJobs }) {
  const [open, setOpen] = useState(false)
  const shortcut = useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => 'Ctrl K',
  )

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      if (!document.querySelector('[role=dialog]')) setOpen(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <Press
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label="Go to or do"
        className={styles.button}
        onClick={() => setOpen(true)}
        title={`Go to or do (${shortcut})`}
      >
        <Search aria-hidden size={15} />
        <span className={styles.word}>Go to…</span>
        <kbd className={styles.keys}>{shortcut}</kbd>
      </Press>
      {open && <Palette findJobs={findJobs} onClose={() => setOpen(false)} />}
    </>
  )
}
