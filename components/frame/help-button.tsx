'use client'

import { CircleHelp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { onDemand } from '../ui/on-demand.tsx'
import { ToolButton } from '../ui/tool-button.tsx'

const HelpDialog = onDemand(() => import('./help-dialog.tsx'))

/** The help dialog's door, and the keys that work everywhere: `?` opens it, `/` goes to the filter,
 * Backspace and Alt+↑ up, ↓ into the list. */
export function HelpButton() {
  const [open, setOpen] = useState(false)

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      const typing = target.closest('input, select, textarea, [contenteditable], [role=dialog]')
      const up = event.altKey ? 'ArrowUp' : 'Backspace'
      if (event.key === up && !typing && !event.ctrlKey && !event.metaKey)
        document.querySelector<HTMLAnchorElement>('a[data-up]')?.click()
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '?') setOpen(true)
      if (event.key === 'ArrowDown' && (target === document.body || target.id === 'work')) {
        event.preventDefault()
        document.querySelector<HTMLElement>('[data-row]')?.focus()
      }
      if (event.key === '/') {
        event.preventDefault()
        document.querySelector<HTMLInputElement>('input[data-filter]')?.select()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <ToolButton
        aria-haspopup="dialog"
        data-command="Help: keys and words"
        Icon={CircleHelp}
        label="Help and keys"
        onClick={() => setOpen(true)}
        title="Help and keys (?)"
      />
      {open && <HelpDialog onClose={() => setOpen(false)} />}
    </>
  )
}
