'use client'

import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { Press } from '../ui/press.tsx'
import styles from './tabs.module.css'

interface Props<Kind extends string> {
  label: string
  tabs: readonly { kind: Kind; title: string }[]
  chosen: Kind
  choose: (kind: Kind) => void
  children: ReactNode
}

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
    <div className={styles.box}>
      <div aria-label={label} className={styles.list} onKeyDown={onKeyDown} role="tablist">
        {tabs.map(({ kind, title }) => (
          <Press
            aria-controls={`${id}panel`}
            aria-selected={kind === chosen}
            className={styles.tab}
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
      <div aria-labelledby={`${id}${chosen}`} className={styles.panel} id={`${id}panel`} role="tabpanel">
        {children}
      </div>
    </div>
  )
}
