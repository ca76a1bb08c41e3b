'use client'

import { LoaderCircle, Search } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import styles from './filters.module.css'
import { useTyped } from './use-typed.ts'

interface Props {
  label: string
  placeholder: string
  value: string
  change: (value: string) => void
  pending?: boolean
  /** Takes the `/` key. */
  main?: boolean
}

/** A text that filters: Esc clears it, Enter does not wait for the pause in typing, ↓ goes to the list. */
export function FilterField({ label, placeholder, value, change, pending, main }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const { text, type } = useTyped(field, value, change)

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
