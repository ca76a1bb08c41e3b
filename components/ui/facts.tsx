import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

/** Facts side by side: a small label, a value. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {facts.map(({ label, value }) => (
        <div className="min-w-0" key={label}>
          <dt className="text-muted text-sm">{label}</dt>
          <dd className="wrap-anywhere flex min-h-6 items-center gap-1">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
