'use client'

import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { formatCount } from '../format/size.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { BrokenNotice } from './broken-notice.tsx'
import { GoTo } from './go-to.tsx'
import { asciiByte, hexByte, hexOffset, offsetAfter } from './hex.ts'
import { PaneLine } from './pane-line.tsx'
import { RowWindow, windowText } from './row-window.tsx'
import { type SeenBytes, useBytes } from './use-bytes.ts'
import { useColumns } from './use-columns.ts'
import type { ByteSource } from './window.ts'

interface Props {
  source: ByteSource
  /** What is shown, for those who do not see it. */
  label: string
  /** The byte in hand. */
  at: number
  setAt: (at: number) => void
  rows?: number
}

const rowHeight = 20

const cell = 'w-[3ch] flex-none cursor-default rounded-sm text-center'
/** A wider gap in the middle of sixteen, as every hex dump has it: the ninth byte stands behind the offset. */
const middle = 'nth-10:ml-[1ch]'
const states = 'hover:bg-hover aria-selected:bg-accent aria-selected:text-accent-fg data-broken:text-danger'

/** Bytes of any content at any offset: hexadecimal and ASCII, those in view read a few KiB at a time. */
export function HexPane({ source, label, at: asked, setAt, rows = 20 }: Props) {
  const { length } = source
  const id = useId()
  const { columns, measure } = useColumns()
  const at = Math.max(0, Math.min(asked, length - 1))
  const count = Math.ceil(length / columns)
  const shown = Math.min(rows, count)
  const row = Math.floor(at / columns)
  const [chosen, setTop] = useState(Math.max(0, row - 2))
  const top = Math.max(0, Math.min(chosen, count - shown))
  const from = top * columns
  const seen = useBytes(source, from, Math.min(length, from + shown * columns))

  // The byte in hand may come from elsewhere (a link, the field, other columns): it is brought into view.
  useEffect(() => {
    setTop((now) => (row < now || row >= now + shown ? Math.max(0, row - (row < now ? 0 : shown - 1)) : now))
  }, [row, shown])

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const to = offsetAfter(event.key, at, columns, shown, length)
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setAt(to)
  }

  const hand = seen.byteAt(at)
  return (
    <div className="grid min-w-0 max-w-170 grid-cols-1 gap-2" ref={measure}>
      <PaneLine>
        <GoTo go={setAt} length={length} />
        <span className="text-muted text-sm tabular-nums">
          Offset {formatCount(at)}
          {typeof hand === 'number' && (
            <>
              : <code className="text-fg">0x{hexByte(hand)}</code> = {hand}
            </>
          )}
        </span>
      </PaneLine>
      <RowWindow count={count} rowHeight={rowHeight} setTop={setTop} shown={shown} top={top}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table has no cell in hand */}
        <div
          aria-activedescendant={row >= top && row < top + shown ? `${id}${at}` : undefined}
          aria-colcount={columns}
          aria-label={label}
          aria-rowcount={count}
          className={`${windowText} whitespace-pre px-3 py-1.5 leading-5 max-sm:px-2`}
          onKeyDown={onKeyDown}
          role="grid"
          tabIndex={0}
        >
          {Array.from({ length: shown }, (_, i) => top + i).map((row) => (
            <HexRow at={at} columns={columns} id={id} key={row} length={length} row={row} seen={seen} setAt={setAt} />
          ))}
        </div>
      </RowWindow>
      {seen.broken.map((place) => (
        <BrokenNotice key={place.index} place={place} />
      ))}
      {seen.failure && <FailurePanel failure={seen.failure} retry={seen.retry} waiting={seen.waiting} />}
    </div>
  )
}

interface RowProps {
  row: number
  columns: number
  length: number
  at: number
  id: string
  seen: SeenBytes
  setAt: (at: number) => void
}

function HexRow({ row, columns, length, at, id, seen, setAt }: RowProps) {
  const start = row * columns
  const offsets = Array.from({ length: Math.min(columns, length - start) }, (_, i) => start + i)
  const bytes = offsets.map(seen.byteAt)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names the cell in hand
    <div aria-rowindex={row + 1} className="flex h-5" role="row">
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <span className="mr-3 text-muted max-sm:mr-1.5" role="rowheader">
        {hexOffset(start, length)}
      </span>
      {bytes.map((byte, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys move the byte in hand from the grid
        <span
          aria-selected={offsets[i] === at}
          className={`${cell} ${middle} ${states}`}
          data-broken={byte === 'broken' || undefined}
          id={`${id}${offsets[i]}`}
          key={offsets[i]}
          onClick={() => setAt(offsets[i]!)}
          role="gridcell"
        >
          {byte === undefined ? '··' : byte === 'broken' ? '××' : hexByte(byte)}
        </span>
      ))}
      {Array.from({ length: columns - offsets.length }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blanks behind the end
        <span aria-hidden className={`${cell} ${middle}`} key={i} />
      ))}
      <span aria-hidden className="pl-3 text-muted max-sm:pl-1.5">
        {bytes.map((byte, i) => (
          <span className={offsets[i] === at ? 'rounded-[2px] bg-accent text-accent-fg' : undefined} key={offsets[i]}>
            {typeof byte === 'number' ? asciiByte(byte) : ' '}
          </span>
        ))}
      </span>
    </div>
  )
}
