'use client'

import { defaultRangeExtractor, observeWindowOffset, useWindowVirtualizer, windowScroll } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { countOf } from '../format/size.ts'
import { FailurePanel } from '../ui/failure-panel.tsx'
import type { Columns } from './column.ts'
import { moveFocus } from './move-focus.ts'
import type { PageResult, ReadPage } from './page.ts'
import { SkeletonRow } from './skeleton-row.tsx'
import { Table } from './table.tsx'
import { TableFoot } from './table-foot.tsx'
import { type RowPlace, TableRow } from './table-row.tsx'
import { useKnownPages, usePages } from './use-pages.ts'
import { useRowHeight } from './use-row-height.ts'

/** What may be asked of the table from beside it. */
export interface TableHandle<Row> extends Pick<RowPlace<Row>, 'stretch'> {
  /** Rows known so far. */
  rows: number
  reveal: (index: number) => void
}

interface Props<Row, Cursor> {
  handle?: RefObject<TableHandle<Row> | null>
  /** What the table shows, for those who do not see it. */
  label: string
  /** Class that sets `--columns`, the widths on a desk. */
  className: string | undefined
  columns: Columns
  name: readonly unknown[]
  first: PageResult<Row, Cursor>
  read: ReadPage<Row, Cursor>
  /** The cells of a row: `Cells` of the same columns. The row's main link carries `data-row`. */
  cells: (row: Row, place: RowPlace<Row>) => ReactNode
  rowKey: (row: Row) => string
  /** Shown instead of the table when there is nothing at all. */
  empty: ReactNode
  /** Height of what stays in view above the head, in pixels. */
  above?: number
  /** Told of the first and the last row in view. */
  onView?: (view: { first: Row; last: Row }) => void
  /** What one row is, for the line below the table. */
  noun: [one: string, many: string]
}

const stickyHeight = 48 + 33
const skeletons = 6
const leastRoom = 1024

/** Tells the offset that already is as well, not only those to come: else the window would be scrolled back to the first. */
const observeFromNow: typeof observeWindowOffset = (instance, tell) => {
  const stop = observeWindowOffset(instance, tell)
  tell(window.scrollY, false)
  return stop
}

/** Going to where the window is already would cut short a scroll that is still on its way. */
const scrollIfElsewhere: typeof windowScroll = (offset, options, instance) => {
  if (Math.abs(window.scrollY - offset) >= 1) windowScroll(offset, options, instance)
}

/** Room for so many rows, by powers of two: the virtualizer lays all of its rows out anew whenever their count changes. */
const roomFor = (count: number) => 2 ** Math.ceil(Math.log2(Math.max(count, leastRoom)))

/** A table whose rows are read as they come into view, and exist only while they are near it. */
export function VirtualTable<Row, Cursor>(props: Props<Row, Cursor>) {
  const { label, columns, name, first, read, cells, rowKey, empty, noun, above = 0, onView } = props
  const known = useKnownPages({ name, first, rowKey })
  const body = useRef<HTMLTableSectionElement>(null)
  const height = useRowHeight()
  const [margin, setMargin] = useState(0)
  const last = known[0].at(-1)
  const complete = last?.count !== undefined
  const count = (last?.offset ?? 0) + (complete ? (last?.count ?? 0) : skeletons)
  const virtualizer = useWindowVirtualizer({
    count: roomFor(count),
    rangeExtractor: (range) =>
      defaultRangeExtractor({ ...range, startIndex: Math.min(range.startIndex, count - 1), count }),
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: margin,
    scrollPaddingStart: stickyHeight + above,
    // As the server rendered it; where the browser has scrolled before the table came alive is taken over at once.
    initialOffset: 0,
    observeElementOffset: observeFromNow,
    scrollToFn: scrollIfElsewhere,
    initialRect: { width: 1200, height: 900 },
  })
  const measured = useRef(height)
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the rows' height changes
  useEffect(() => {
    // Where the rows are on the screen: the margin is not known yet when the first height is.
    const top = body.current?.getBoundingClientRect().top ?? stickyHeight
    const above = (stickyHeight - top) / measured.current
    virtualizer.measure()
    if (measured.current !== height && above > 1) virtualizer.scrollToIndex(Math.floor(above), { align: 'start' })
    measured.current = height
  }, [height])
  function measureMargin() {
    const top = Math.round((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    setMargin((known) => (Math.abs(known - top) > 1 ? top : known))
  }
  useLayoutEffect(measureMargin)
  // What arrives above the table moves it without a word to the table.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it measures what is there then
  useEffect(() => {
    const moved = new ResizeObserver(measureMargin)
    moved.observe(document.body)
    return () => moved.disconnect()
  }, [])
  const items = virtualizer.getVirtualItems()
  const view = { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 }
  const { place, stretch, rows, loading } = usePages(known, { name, first, read, rowKey }, view)

  const reveal = (index: number) => virtualizer.scrollToIndex(index)
  // What the head covers is not in view.
  const covered = (virtualizer.scrollOffset ?? 0) + stickyHeight + above - margin
  const top = rowAt(Math.max(0, Math.floor(covered / height)))
  const bottom = rowAt(Math.min(virtualizer.range?.endIndex ?? 0, rows - 1))
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the rows change, not who is told
  useEffect(() => {
    if (top !== undefined && bottom !== undefined) onView?.({ first: top, last: bottom })
  }, [top, bottom])

  function rowAt(index: number): Row | undefined {
    const at = place(index)
    return at.kind === 'row' ? at.row : undefined
  }

  useImperativeHandle(props.handle, () => ({ stretch, rows, reveal }))

  if (complete && rows === 0) return <>{empty}</>
  const start = place(0)
  if (rows === 0 && start.kind === 'failed')
    return (
      <div className="pt-2 pb-8">
        <FailurePanel failure={start.failure} pause={start.pause} retry={start.retry} waiting={start.waiting} />
      </div>
    )

  const before = (items[0]?.start ?? margin) - margin
  const after = count * height - ((items.at(-1)?.end ?? margin) - margin)
  return (
    <>
      <Table
        aria-busy={loading}
        aria-colcount={columns.length}
        aria-label={label}
        aria-rowcount={complete ? rows + 1 : -1}
        body={body}
        className={props.className}
        columns={columns}
        style={above > 0 ? ({ '--above-head': `${above}px` } as CSSProperties) : undefined}
        onKeyDown={(event) => moveFocus(event, rows, reveal)}
      >
        <Space height={before} />
        {items.map(({ index }) => {
          const at = place(index)
          if (at.kind === 'row') {
            return (
              <TableRow cells={cells} index={index} key={`${index} ${rowKey(at.row)}`} row={at.row} stretch={stretch} />
            )
          }
          if (at.kind === 'loading') return <SkeletonRow columns={columns} index={index} key={index} />
          return (
            <tr className="block py-2" key={index}>
              <td className="block" colSpan={columns.length}>
                <FailurePanel failure={at.failure} pause={at.pause} retry={at.retry} waiting={at.waiting} />
              </td>
            </tr>
          )
        })}
        <Space height={after} />
      </Table>
      <TableFoot>
        {complete ? countOf(rows, ...noun) : `${countOf(rows, ...noun)} so far, more as you scroll`}
      </TableFoot>
    </>
  )
}

/** In the place of rows out of view. The browser may not hold on to it: it changes as rows come into view. */
function Space({ height }: { height: number }) {
  return height > 0 && <tr aria-hidden className="block [overflow-anchor:none]" style={{ height }} />
}
