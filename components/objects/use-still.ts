'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * Keeps a row where it is on the screen while the list makes room for the panel, or takes it back: what stands above may
 * break into more lines.
 */
export function useStill(box: RefObject<HTMLElement | null>, open: boolean) {
  const kept = useRef<{ row: HTMLElement; top: number }>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the panel comes or goes
  useLayoutEffect(() => {
    const { row, top } = kept.current ?? {}
    if (row?.isConnected && top !== undefined) window.scrollBy(0, row.getBoundingClientRect().top - top)
    kept.current = undefined
  }, [open])

  /** To be called before the panel comes or goes. */
  return () => {
    const row = box.current?.querySelector<HTMLElement>('tr:has(:focus), tr:has([aria-current])')
    if (row) kept.current = { row, top: row.getBoundingClientRect().top }
  }
}
