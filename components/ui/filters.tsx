'use client'

import { useRef } from 'react'
import { Select } from './select.tsx'
import { useTyped } from './use-typed.ts'

interface SelectProps {
  label: string
  /** What stands for "not filtered". */
  all: string
  value: string | null
  options: { value: string; label: string }[]
  change: (value: string | null) => void
}

export function FilterSelect({ label, all, value, options, change }: SelectProps) {
  const known = value === null || options.some((option) => option.value === value)
  const shown = known ? options : [{ value, label: value }, ...options]
  return (
    <Select
      aria-label={label}
      choose={(chosen) => change(chosen || null)}
      data-set={value !== null || undefined}
      value={value ?? ''}
    >
      <option value="">{all}</option>
      {shown.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  )
}

interface DayProps {
  label: string
  value: Date | null
  change: (value: Date | null) => void
}

/** A UTC day. */
export function FilterDay({ label, value, change }: DayProps) {
  const field = useRef<HTMLInputElement>(null)
  const { text, type } = useTyped(field, value?.toISOString().slice(0, 10) ?? '', (day) =>
    change(day ? new Date(day) : null),
  )
  return (
    <label className="inline-flex items-center gap-1.5 text-md text-muted max-sm:flex-1 max-sm:basis-full">
      <span className="max-sm:w-25">{label}</span>
      <input
        autoComplete="off"
        className={`control px-2 text-fg max-sm:flex-1`}
        data-set={text !== '' || undefined}
        onChange={(event) => type(event.target.value)}
        ref={field}
        title="A day in UTC"
        type="date"
        value={text}
      />
    </label>
  )
}
