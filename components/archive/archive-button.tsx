'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { onDemand } from '../ui/on-demand.tsx'
import type { ArchiveActions, InitialChoice } from './archive-actions.ts'

const ArchiveDialog = onDemand(() => import('./archive-dialog.tsx'))

interface Props {
  jobId: string
  /** Neither names nor prefixes: the whole job. */
  selection: { names: string[]; prefixes: string[] }
  actions: ArchiveActions
  /** The dialog's. */
  title: string
  /** What is chosen when it opens. */
  initial?: InitialChoice | undefined
  primary?: boolean
  refused?: string | undefined
  children: ReactNode
}

/** Opens the plan of an archive; the download begins there. */
export function ArchiveButton({ jobId, selection, actions, title, initial, primary, refused, children }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)} primary={primary ?? false} refused={refused}>
        {children}
      </Button>
      {open && (
        <ArchiveDialog
          actions={actions}
          initial={initial}
          jobId={jobId}
          onClose={() => setOpen(false)}
          selection={selection}
          title={title}
        />
      )}
    </>
  )
}
