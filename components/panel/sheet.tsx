'use client'

import { Dialog } from '@base-ui/react/dialog'
import { type ReactNode, useRef } from 'react'
import { surface } from './surface.ts'

interface Props {
  label: string
  close: () => void
  children: ReactNode
}

/** Over the list, where the screen has no room for both: focus stays in it, Esc closes it. */
export function Sheet({ label, close, children }: Props) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root onOpenChange={(open) => open || close()} open>
      <Dialog.Portal>
        {/* Its first button would show its tooltip over what one came to see. */}
        <Dialog.Popup
          aria-label={label}
          className={`${surface} inset-0 z-30 focus:outline-none`}
          initialFocus={popup}
          ref={popup}
        >
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
