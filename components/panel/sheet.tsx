'use client'

import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import styles from './panel.module.css'

interface Props {
  label: string
  close: () => void
  children: ReactNode
}

/** Over the list, where the screen has no room for both: focus stays in it, Esc closes it. */
export function Sheet({ label, close, children }: Props) {
  return (
    <Dialog.Root onOpenChange={(open) => open || close()} open>
      <Dialog.Portal>
        <Dialog.Popup aria-label={label} className={styles.sheet}>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
