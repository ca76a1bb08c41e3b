'use client'

import { type ComponentProps, useRef } from 'react'
import styles from './filters.module.css'
import { useEarlyEntry } from './use-early-entry.ts'

interface Props extends Omit<ComponentProps<'select'>, 'autoComplete' | 'className' | 'onChange' | 'ref' | 'value'> {
  /** One of the options'. */
  value: string
  choose: (value: string) => void
}

/** The one choice from a list. What is chosen counts as soon as it can be seen, also before the page has come alive. */
export function Select({ value, choose, ...rest }: Props) {
  const field = useRef<HTMLSelectElement>(null)
  useEarlyEntry(
    field,
    ({ value: chosen, options }) => chosen !== value && Array.from(options).some((option) => option.value === value),
    (early) => choose(early.value),
  )
  return (
    <select
      {...rest}
      autoComplete="off" // what a browser restored would count as chosen
      className={styles.select}
      onChange={(event) => choose(event.target.value)}
      ref={field}
      value={value}
    />
  )
}
