'use client'

import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { formatCount } from '../format/size.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { BrokenNotice } from './broken-notice.tsx'
import { GoTo } from './go-to.tsx'
import { asciiByte, hexByte, hexOffset, offsetAfter } from './hex.ts'
import styles from './hex-pane.module.css'
import { RowWindow } from './row-window.tsx'
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
    <div className={styles.pane} ref={measure}>
      <div className={styles.line}>
        <GoTo go={setAt} length={length} />
        <span className={styles.hand}>
          Offset {formatCount(at)}
          {typeof hand === 'number' && (
            <>
              : <code>0x{hexByte(hand)}</code> = {hand}
            </>
          )}
        </span>
      </div>
      <RowWindow count={count} rowHeight={rowHeight} setTop={setTop} shown={shown} top={top}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table has no cell in hand */}
        <div
          aria-activedescendant={row >= top && row < top + shown ? `${id}${at}` : undefined}
          aria-colcount={columns}
          aria-label={label}
          aria-rowcount={count}
          className={styles.grid}
          data-hex
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
    <div aria-rowindex={row + 1} className={styles.row} role="row">
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <span className={styles.offset} role="rowheader">
        {hexOffset(start, length)}
      </span>
      {bytes.map((byte, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys move the byte in hand from the grid
        <span
          aria-selected={offsets[i] === at}
          className={styles.byte}
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
        <span aria-hidden className={styles.byte} key={i} />
      ))}
      <span aria-hidden className={styles.ascii}>
        {bytes.map((byte, i) => (
          <span data-hand={offsets[i] === at || undefined} key={offsets[i]}>
            {typeof byte === 'number' ? asciiByte(byte) : ' '}
          </span>
        ))}
      </span>
    </div>
  )
}
