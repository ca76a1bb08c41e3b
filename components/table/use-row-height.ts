'use client'

import { useSyncExternalStore } from 'react'

const phone = '(max-width: 640px)'
const rowHeights = { desk: 36, phone: 60 }

/** The height of a row in pixels, as the style sheet has it. */
export function useRowHeight(): number {
  const narrow = useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(phone)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => window.matchMedia(phone).matches,
    () => false,
  )
  return narrow ? rowHeights.phone : rowHeights.desk
}
