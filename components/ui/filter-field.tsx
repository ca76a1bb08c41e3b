'use client'

import { LoaderCircle, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
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

/** A text that filters: Esc clears it, Enter does not wait for the pause in typing, ↓ goes to the list it leaves. */
export function FilterField({ label, placeholder, value, change, pending, main }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const { text, type } = useTyped(field, value, change)
  const onTheWay = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: told by the filter, which the list has followed by then
  useEffect(() => {
    if (pending || !onTheWay.current) return
    onTheWay.current = false
    if (document.activeElement === field.current) toFirstRow()
  }, [pending, value])

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const typed = event.currentTarget.value // the key may be what brings the field to life, behind what was typed before
    if (event.key === 'Escape') {
      if (typed) type('', 0)
      else field.current?.blur()
    }
    if (event.key === 'Enter') type(typed, 0)
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      onTheWay.current = pending || typed !== value
      if (typed !== value) type(typed, 0)
      if (!onTheWay.current) toFirstRow()
    }
  }

  const Icon = pending ? LoaderCircle : Search
  return (
    <div className="relative flex max-w-90 flex-1 basis-45 items-center max-sm:max-w-none max-sm:basis-full">
      <Icon
        aria-hidden
        className={`pointer-events-none absolute left-2.5 text-faint ${pending ? 'motion-safe:animate-spin' : ''}`}
        size={15}
      />
      <input
        aria-label={label}
        autoComplete="off"
        className={`control w-full pr-7.5 pl-8`}
        data-filter={main || undefined}
        onChange={(event) => {
          onTheWay.current = false
          type(event.target.value)
        }}
        onKeyDown={onKeyDown}
        placeholder={placeholder}
        ref={field}
        spellCheck={false}
        type="text"
        value={text}
      />
      {main && !text && (
        <kbd aria-hidden className="key pointer-events-none absolute right-2 text-faint max-sm:hidden">
          /
        </kbd>
      )}
    </div>
  )
}

function toFirstRow() {
  document.querySelector<HTMLElement>('[data-row]')?.focus()
}
