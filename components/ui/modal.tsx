'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import styles from './modal.module.css'
import heading from './title.module.css'

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
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} initialFocus={initialFocus}>
          <div className={styles.head}>
            <Dialog.Title className={heading.title}>{title}</Dialog.Title>
            <Dialog.Close aria-label="Close" className={styles.close}>
              <X aria-hidden size={16} />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
