'use client'

import { CircleDashed, ShieldCheck } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { countOf, formatBytes, formatCount } from '../format/size.ts'
import type { ChunkRow } from './chunk-row.ts'
import { type Cell, cellOf, stripCells } from './strip.ts'

interface Props {
  /** How many chunks the object has. */
  count: number
  /** Some of them, for exact places. */
  chunks: ChunkRow[]
  /** Indices of chunks known to be damaged. */
  damaged: number[]
  /** All of them were found good. */
  verified: boolean
  /** Indices of the first and the last chunk in view. */
  view?: { first: number; last: number } | undefined
  /** Lists the chunks from an index on. */
  begin?: (index: number) => void
}

const cellShape = 'min-w-px max-w-8 flex-1'
const cellLooks = {
  plain: 'border border-border-strong bg-surface',
  verified: 'border border-good bg-good/35',
  damaged: 'border border-danger bg-danger',
  hand: 'border border-accent bg-accent',
}
/** Where there are so many that borders would be all one sees of them. */
const denseLooks = { plain: 'bg-border', verified: 'bg-good/35', damaged: 'bg-danger', hand: 'bg-accent' }

/**
 * The object as a picture: a cell a chunk or a run of chunks, below them where the list is. Hovering or the arrow keys say
 * which; where there is a list, a click or Enter begins it there.
 */
export function ChunkStrip({ count, chunks, damaged, verified, view, begin }: Props) {
  const cells = stripCells(count)
  const [hand, setHand] = useState<number>()
  const cell = hand === undefined ? undefined : cells[hand]

  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, number> = {
      ArrowRight: (hand ?? -1) + 1,
      ArrowLeft: (hand ?? 1) - 1,
      Home: 0,
      End: cells.length - 1,
    }
    if (event.key === 'Enter' && cell) begin?.(cell.first)
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    setHand(Math.max(0, Math.min(cells.length - 1, step)))
  }

  const bad = new Set(damaged.filter((index) => index >= 0 && index < count).map((index) => cellOf(index, count)))
  function lookOf(i: number) {
    if (i === hand) return 'hand'
    if (bad.has(i)) return 'damaged'
    return verified ? 'verified' : 'plain'
  }

  if (cells.length === 0) return null
  const looks = cells.length > 64 ? denseLooks : cellLooks
  const part = view && { from: cellOf(view.first, count), to: cellOf(view.last, count) + 1 }
  const isPart = part && part.to - part.from < cells.length
  const told = cell
    ? `${tell(cell, chunks)}${hand !== undefined && bad.has(hand) ? ', damaged' : ''}`
    : view && isPart
      ? `Chunks ${formatCount(view.first)} to ${formatCount(view.last)} of ${formatCount(count)}`
      : countOf(count, 'chunk')
  return (
    <div>
      <div
        aria-label="Chunk in hand"
        aria-valuemax={cells.length - 1}
        aria-valuemin={0}
        aria-valuenow={hand ?? 0}
        aria-valuetext={told}
        className="flex h-7 gap-px overflow-hidden rounded-sm data-begins:cursor-pointer"
        data-begins={begin && true}
        onBlur={() => setHand(undefined)}
        onClick={(event) => {
          const pressed = cells[cellUnder(event)]
          if (pressed) begin?.(pressed.first)
        }}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setHand(undefined)}
        onMouseMove={(event) => {
          const at = cellUnder(event)
          if (at >= 0) setHand(at)
        }}
        role="slider"
        tabIndex={0}
        title={begin && 'List from here on (Enter)'}
      >
        {cells.map((each, i) => (
          <span className={`${cellShape} ${looks[lookOf(i)]}`} key={each.first} />
        ))}
      </div>
      <div className="relative mt-px h-0.75">
        {isPart && (
          <span
            className="absolute inset-y-0 min-w-1 rounded-sm bg-accent"
            data-view
            style={{
              left: `${(part.from / cells.length) * 100}%`,
              width: `${((part.to - part.from) / cells.length) * 100}%`,
            }}
          />
        )}
      </div>
      <p className="mt-0.5 flex justify-between gap-x-4 text-muted text-sm">
        <span className="flex-none">{told}</span>
        <span className="inline-flex min-w-0 items-center gap-1.5">
          {verified ? (
            <ShieldCheck aria-hidden className="flex-none" size={13} />
          ) : (
            <CircleDashed aria-hidden className="flex-none" size={13} />
          )}
          <span className="truncate">{verified ? 'Every chunk verified' : 'Checked as they are downloaded'}</span>
        </span>
      </p>
    </div>
  )
}

const cellUnder = ({ currentTarget, target }: MouseEvent) => [...currentTarget.children].indexOf(target as Element)

function tell({ first, last }: Cell, chunks: ChunkRow[]): string {
  const chunk = chunks.find(({ index }) => index === first)
  const which = first === last ? `Chunk ${formatCount(first)}` : `Chunks ${formatCount(first)} to ${formatCount(last)}`
  if (!chunk) return which
  const end = chunks.find(({ index }) => index === last)
  const length = end ? end.offset + end.length - chunk.offset : undefined
  return `${which}, from ${formatBytes(chunk.offset)}${length === undefined ? '' : `, ${formatBytes(length)}`}`
}
