'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { useEarlyEntry } from './use-early-entry.ts'

const typingPause = 250

/**
 * A field that filters a moment after the last key: it follows the address unless someone is typing in it. A click
 * anywhere does not wait for that moment: the filter would arrive behind the page that was clicked for, and call it back.
 */
export function useTyped(field: RefObject<HTMLInputElement | null>, value: string, change: (text: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const due = useRef<() => void>(undefined)
  const [text, setText] = useState(value)

  useEffect(() => {
    if (document.activeElement !== field.current) setText(value)
  }, [value, field])
  useEffect(() => {
    const settle = () => due.current?.()
    document.addEventListener('click', settle, { capture: true }) // Enter on a link is a click as well
    return () => {
      document.removeEventListener('click', settle, { capture: true })
      clearTimeout(timer.current)
    }
  }, [])

  function type(next: string, pause = typingPause) {
    setText(next)
    clearTimeout(timer.current)
    due.current = () => {
      clearTimeout(timer.current)
      due.current = undefined
      change(next)
    }
    timer.current = setTimeout(due.current, pause)
  }
  useEarlyEntry(field, value, (early) => type(early.value))

  return { text, type }
}
