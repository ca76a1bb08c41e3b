'use client'

import { useCallback, useState } from 'react'

/** Sixteen bytes a row need this much room, in pixels. */
const room = 600

/** How many bytes stand in a row of hex: sixteen where the box that is measured has the room, else eight. */
export function useColumns() {
  const [columns, setColumns] = useState<8 | 16>(16)
  const measure = useCallback((box: HTMLElement | null) => {
    if (!box) return
    const observer = new ResizeObserver(() => setColumns(box.clientWidth >= room ? 16 : 8))
    setColumns(box.clientWidth >= room ? 16 : 8)
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  return { columns, measure }
}
