'use client'

import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import type { JsonTree, JsonValue } from '#lib/preview/json.ts'
import { countOf, formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { firstOpen, keyTarget, toggled } from './json-rows.ts'
import { RowWindow, windowText } from './row-window.tsx'

const rowHeight = 24
/** Values longer than this are shown by their beginning; the text has them whole. */
const longest = 400
/** Deeper levels are told by number instead of being moved further to the right. */
const deepest = 16

const row = 'flex h-6 cursor-default items-center gap-2 whitespace-pre rounded-sm pr-2'
const states = 'hover:bg-hover group-focus-visible:aria-selected:bg-accent-soft'
const mark = 'w-3.5 flex-none text-faint'

/** JSON as a tree of any size and depth: only the rows in view exist. */
export function JsonPane({ tree, label, rows: most = 18 }: { tree: JsonTree; label: string; rows?: number }) {
  const id = useId()
  const [open, setOpen] = useState(() => firstOpen(tree))
  const rows = useMemo(() => tree.rows(open), [tree, open])
  const [hand, setHand] = useState(0)
  const [chosen, setTop] = useState(0)
  const at = Math.max(0, rows.indexOf(hand))
  const shown = Math.min(most, rows.length)
  const top = Math.max(0, Math.min(chosen, rows.length - shown))

  useEffect(() => {
    setTop((now) => (at < now ? at : at >= now + shown ? at - shown + 1 : now))
  }, [at, shown])

  function toggle(index: number) {
    setHand(index)
    setOpen(toggled(tree, open, index))
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const target = keyTarget(event.key, { tree, open, rows, at, page: shown })
    if (target === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (target === 'toggle') toggle(rows[at]!)
    else setHand(rows[target]!)
  }

  return (
    <RowWindow count={rows.length} rowHeight={rowHeight} setTop={setTop} shown={shown} top={top}>
      <div
        aria-activedescendant={at >= top && at < top + shown ? `${id}${rows[at]}` : undefined}
        aria-label={label}
        className={`group ${windowText} px-2 py-1 leading-6`}
        onKeyDown={onKeyDown}
        role="tree"
        tabIndex={0}
      >
        {rows.slice(top, top + shown).map((index) => (
          <JsonRow
            hand={index === rows[at]}
            id={`${id}${index}`}
            key={index}
            onClick={() => (tree.value(index).children > 0 ? toggle(index) : setHand(index))}
            open={open[index] === 1}
            siblings={index === 0 ? 1 : tree.value(tree.value(index).parent).children}
            text={tree.text}
            value={tree.value(index)}
          />
        ))}
      </div>
    </RowWindow>
  )
}

interface RowProps {
  value: JsonValue
  text: string
  open: boolean
  hand: boolean
  siblings: number
  id: string
  onClick: () => void
}

function JsonRow({ value, text, open, hand, siblings, id, onClick }: RowProps) {
  const { kind, key, depth, place, children, parent, cut } = value
  const Icon = open ? ChevronDown : ChevronRight
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the row in hand
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys work from the tree
    <div
      aria-expanded={children > 0 ? open : undefined}
      aria-level={depth + 1}
      aria-posinset={place + 1}
      aria-selected={hand}
      aria-setsize={siblings}
      className={`${row} ${states}`}
      id={id}
      onClick={onClick}
      role="treeitem"
      style={{ paddingLeft: Math.min(depth, deepest) * 16 }}
    >
      {children > 0 ? <Icon aria-hidden className={mark} size={14} /> : <span className={mark} />}
      {depth > deepest && <span className="text-faint">{formatCount(depth)} deep</span>}
      {key !== undefined ? (
        <span className="text-accent">{visible(beginning(key.slice(1, -1)))}</span>
      ) : (
        parent >= 0 && <span className="text-faint">{formatCount(place)}</span>
      )}
      {kind === 'object' || kind === 'array' ? (
        <span className="text-muted">{inside(kind, children, cut)}</span>
      ) : (
        <span>{visible(beginning(text.slice(value.start, Math.min(value.end, value.start + longest + 1))))}</span>
      )}
    </div>
  )
}

const beginning = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** How many values are inside; of what goes on behind the beginning that was read, those that were. */
function inside(kind: 'object' | 'array', count: number, cut: boolean): string {
  const [open, close] = kind === 'object' ? '{}' : '[]'
  if (count === 0) return cut ? `${open} …` : `${open}${close}`
  const counted = kind === 'object' ? countOf(count, 'member') : countOf(count, 'element')
  return `${open} ${counted}${cut ? ' so far …' : ''} ${close}`
}
