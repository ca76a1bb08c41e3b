'use client'

import { type ReactNode, useEffect } from 'react'
import { createPortal } from 'react-dom'
import { surface } from './surface.ts'

const place = 'top-(--bar) right-0 bottom-0 z-6 w-(--panel) border-border border-l'
const arrival =
  'ease-out starting:translate-x-6 starting:opacity-0 motion-safe:transition-[translate,opacity] motion-safe:duration-120'

interface Props {
  label: string
  close: () => void
  children: ReactNode
}

/** Beside the list, which goes on to be used. Esc closes it from anywhere that does not need the key itself. */
export function Side({ label, close, children }: Props) {
  useEffect(() => {
    function onKey({ key, target, defaultPrevented }: KeyboardEvent) {
      if (key !== 'Escape' || defaultPrevented) return
      if (!(target as HTMLElement).closest('input, select, textarea, [role=dialog], [role=menu]')) close()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [close])
  return createPortal(
    <aside aria-label={label} className={`${surface} ${place} ${arrival}`}>
      {children}
    </aside>,
    document.body,
  )
}
