'use client'

import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { onDemand } from '../ui/on-demand.tsx'
import { ToolButton } from '../ui/tool-button.tsx'

const HelpDialog = onDemand(() => import('./help-dialog.tsx'))

/** The help dialog's door; `hearKeys` presses it as well. */
export function HelpButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <ToolButton
        aria-haspopup="dialog"
        aria-keyshortcuts="?"
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
