'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { useEarlyEntry } from './use-early-entry.ts'

const typingPause = 250

/** A field that filters a moment after the last key: it follows the address unless someone is typing in it. */
export function useTyped(field: RefObject<HTMLInputElement | null>, value: string, change: (text: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [text, setText] = useState(value)

  useEffect(() => {
    if (document.activeElement !== field.current) setText(value)
  }, [value, field])
  useEffect(() => () => clearTimeout(timer.current), [])

  function type(next: string, pause = typingPause) {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change(next), pause)
  }
  useEarlyEntry(field, value, (early) => type(early.value))

  return { text, type }
}
