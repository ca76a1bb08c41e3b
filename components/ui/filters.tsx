'use client'

import styles from './filters.module.css'

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
    <select
      aria-label={label}
      className={styles.select}
      data-set={value !== null || undefined}
      onChange={(event) => change(event.target.value || null)}
      value={value ?? ''}
    >
      <option value="">{all}</option>
      {shown.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

interface DayProps {
  label: string
  value: Date | null
  change: (value: Date | null) => void
}

/** A UTC day. */
export function FilterDay({ label, value, change }: DayProps) {
  return (
    <label className={styles.day}>
      <span>{label}</span>
      <input
        className={styles.date}
        onChange={(event) => change(event.target.valueAsDate)}
        title="A day in UTC"
        type="date"
        value={value?.toISOString().slice(0, 10) ?? ''}
      />
    </label>
  )
}
