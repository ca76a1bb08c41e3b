'use client'

import { useSyncExternalStore } from 'react'

const wide = '(min-width: 1100px)'

/** Whether there is room beside a list; undefined before the page is alive. */
export function useRoomBeside(): boolean | undefined {
  return useSyncExternalStore<boolean | undefined>(
    (changed) => {
      const query = window.matchMedia(wide)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => window.matchMedia(wide).matches,
    () => undefined,
  )
}
