import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  warn: 'border-warn bg-warn-soft [&>svg]:text-warn',
  danger: 'border-danger bg-danger-soft [&>svg]:text-danger',
}

/** Something to know before reading on. `danger` is for damage. */
export function Notice({ tone = 'warn', children }: { tone?: 'warn' | 'danger'; children: ReactNode }) {
  return (
    <div
      className={`mb-4 flex gap-2.5 rounded-md border px-3 py-2.5 [&_a]:underline [&_a]:underline-offset-3 ${tones[tone]}`}
      role="status"
    >
      <TriangleAlert aria-hidden className="mt-0.5" size={16} />
      <div>{children}</div>
    </div>
  )
}
