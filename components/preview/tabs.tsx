'use client'

import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { Press } from '../ui/press.tsx'

interface Props<Kind extends string> {
  label: string
  tabs: readonly { kind: Kind; title: string }[]
  chosen: Kind
  choose: (kind: Kind) => void
  children: ReactNode
}

const shape = '-mb-px h-8 border-transparent border-b-2 px-0.5 font-medium text-md text-muted max-sm:h-10'
const states = 'hover:text-fg aria-selected:border-accent aria-selected:text-fg'

/** Ways to look at one thing. Arrow keys go from one to the next. */
export function Tabs<Kind extends string>({ label, tabs, chosen, choose, children }: Props<Kind>) {
  const id = useId()

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const at = tabs.findIndex(({ kind }) => kind === chosen)
    const { kind } = tabs[(at + step + tabs.length) % tabs.length]!
    choose(kind)
    document.getElementById(`${id}${kind}`)?.focus()
  }

  return (
    <div className="grid min-w-0 gap-3">
      <div aria-label={label} className="flex gap-4 border-border border-b" onKeyDown={onKeyDown} role="tablist">
        {tabs.map(({ kind, title }) => (
          <Press
            aria-controls={`${id}panel`}
            aria-selected={kind === chosen}
            className={`${shape} ${states}`}
            id={`${id}${kind}`}
            key={kind}
            onClick={() => choose(kind)}
            role="tab"
            tabIndex={kind === chosen ? 0 : -1}
          >
            {title}
          </Press>
        ))}
      </div>
      <div aria-labelledby={`${id}${chosen}`} className="min-w-0" id={`${id}panel`} role="tabpanel">
        {children}
      </div>
    </div>
  )
}
