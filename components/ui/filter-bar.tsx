import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Press } from './press.tsx'

/** The line of filters above a list. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <search className="@container flex flex-wrap items-center gap-2 py-3">{children}</search>
}

interface ChipProps {
  /** The whole of what is shown. */
  title: string
  /** What it is to be rid of it. */
  clearLabel: string
  clear: () => void
  children: ReactNode
}

/** A filter that was chosen elsewhere. */
export function FilterChip({ title, clearLabel, clear, children }: ChipProps) {
  return (
    <span className="filter-chip">
      <span className="truncate" title={title}>
        {children}
      </span>
      <Press aria-label={clearLabel} className="grid size-6 place-items-center rounded-sm text-accent" onClick={clear}>
        <X aria-hidden size={14} />
      </Press>
    </span>
  )
}

/** Takes filters away. */
export function FilterReset({ reset, children }: { reset: () => void; children: ReactNode }) {
  return (
    <Press className="px-1.5 text-accent text-md leading-8 hover:underline" onClick={reset}>
      {children}
    </Press>
  )
}
