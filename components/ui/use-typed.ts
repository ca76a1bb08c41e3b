'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

const typingPause = 250

/**
 * A field that filters a moment after the last key: it follows the address unless someone is typing in it. A click
 * anywhere does not wait for that moment: the filter would arrive behind the page that was clicked for, and call it back.
 * The way back or forward leaves what was typed behind, as the address does.
 */
export function useTyped(field: RefObject<HTMLInputElement | null>, value: string, change: (text: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const due = useRef<() => void>(undefined)
  const wentBack = useRef(false)
  const shown = useRef(value)
  const [text, setText] = useState(value)

  useEffect(() => {
    shown.current = value
    if (document.activeElement !== field.current || wentBack.current) setText(value)
  }, [value, field])
  useEffect(() => {
    const settle = () => due.current?.()
    const drop = () => {
      clearTimeout(timer.current)
      due.current = undefined
      wentBack.current = true
      setText(shown.current)
    }
    document.addEventListener('click', settle, { capture: true }) // Enter on a link is a click as well
    window.addEventListener('popstate', drop)
    return () => {
      window.removeEventListener('popstate', drop)
      document.removeEventListener('click', settle, { capture: true })
      clearTimeout(timer.current)
    }
  }, [])

  function type(next: string, pause = typingPause) {
    setText(next)
    wentBack.current = false
    clearTimeout(timer.current)
    due.current = () => {
      clearTimeout(timer.current)
      due.current = undefined
      change(next)
    }
    timer.current = setTimeout(due.current, pause)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed before the first effect came before the page was alive
  useEffect(() => {
    if (field.current && field.current.value !== value) type(field.current.value)
  }, [])

  return { text, type }
}
