'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { Heading } from './heading.tsx'

const shape =
  'fixed top-[8vh] left-1/2 z-31 max-h-[86vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-auto max-sm:top-auto max-sm:bottom-0 max-sm:w-screen'
const look = 'rounded-lg border border-border bg-raised px-6 pt-5 pb-6 max-sm:rounded-b-none max-sm:p-4'
/** Behind a dialog of its own it would only peep out. */
const behind = 'data-nested-dialog-open:opacity-0'

interface Props {
  title: string
  onClose: () => void
  /** What has the focus when it opens; its first control otherwise. */
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

/** A dialog over the page: focus stays in it, Esc closes it. */
export function Modal({ title, onClose, initialFocus, children }: Props) {
  return (
    <Dialog.Root onOpenChange={(open) => open || onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Dialog.Popup className={`${shape} ${look} ${behind}`} initialFocus={initialFocus}>
          <div className="mb-3 flex items-center justify-between gap-3">
            <Dialog.Title render={<Heading level="h2" />}>{title}</Dialog.Title>
            <Dialog.Close
              aria-label="Close"
              className="grid size-8 flex-none place-items-center rounded-md text-muted hover:bg-hover"
            >
              <X aria-hidden size={16} />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
