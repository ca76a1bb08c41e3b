'use client'

import { LoaderCircle, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import styles from './filters.module.css'

interface Props {
  label: string
  placeholder: string
  value: string
  change: (value: string) => void
  pending?: boolean
  /** Takes the `/` key. */
  main?: boolean
}

const typingPause = 250

/** A text that filters: follows the address unless someone is typing in it, Esc clears it, ↓ goes to the list. */
export function FilterField({ label, placeholder, value, change, pending, main }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [text, setText] = useState(value)

  useEffect(() => {
    if (document.activeElement !== field.current) setText(value)
  }, [value])
  // What was typed before the page came alive counts as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only then
  useEffect(() => {
    const early = field.current?.value ?? ''
    if (early !== value) type(early)
    return () => clearTimeout(timer.current)
  }, [])

  function type(next: string, pause = typingPause) {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change(next), pause)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      if (text) type('', 0)
      else field.current?.blur()
    }
    if (event.key === 'Enter') type(text, 0)
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      document.querySelector<HTMLElement>('[data-row]')?.focus()
    }
  }

  const Icon = pending ? LoaderCircle : Search
  return (
    <div className={styles.search} data-pending={pending || undefined}>
      <Icon aria-hidden size={15} />
      <input
        aria-label={label}
        autoComplete="off"
        className={styles.input}
        data-filter={main || undefined}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={placeholder}
        ref={field}
        spellCheck={false}
        type="text"
        value={text}
      />
      {main && !text && <kbd aria-hidden>/</kbd>}
    </div>
  )
}
