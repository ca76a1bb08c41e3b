'use client'

import { useEffect, useRef } from 'react'
import { CheckTarget } from './check-target.tsx'
import type { Cover } from './use-cover.ts'

/** The checkbox at the head of a list; its tooltip says what it takes. */
export function CheckAll({ cover: { title, checked, some, fixed, change } }: { cover: Cover }) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = some && !checked
  }, [some, checked])
  return <CheckTarget aria-label={title} check={change} checked={checked} disabled={fixed} ref={box} title={title} />
}
