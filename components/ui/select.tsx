'use client'

import { type ComponentProps, useRef } from 'react'
import { takeEarly, useEarly } from './early.ts'

interface Props extends Omit<ComponentProps<'select'>, 'autoComplete' | 'className' | 'onChange' | 'ref' | 'value'> {
  /** One of the options'. */
  value: string
  choose: (value: string) => void
}

/** The one choice from a list. What is chosen counts as soon as it can be seen, also before the page has come alive. */
export function Select({ value, choose, ...rest }: Props) {
  const field = useRef<HTMLSelectElement>(null)
  const take = (select: HTMLSelectElement) => choose(takeEarly(select, select.value))
  useEarly(field, take)
  return (
    <select
      {...rest}
      autoComplete="off" // what a browser restored after a reload would be shown, and not hold
      className="control select"
      onChange={(event) => take(event.currentTarget)}
      ref={field}
      value={value}
    />
  )
}
