'use client'

import { CircleDashed, ShieldCheck } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { formatBytes, formatCount } from '../format/size.ts'
import type { ChunkRow } from './chunk-row.ts'
import { type Cell, stripCells } from './strip.ts'

interface Props {
  /** How many chunks the object has. */
  count: number
  /** The first of them, for exact places. */
  chunks: ChunkRow[]
  /** Indices of chunks known to be damaged. */
  damaged?: number[]
  /** All of them were found good. */
  verified?: boolean
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

/** The object as a picture: a cell a chunk or a run of chunks. Hovering or the arrow keys say which. */
export function ChunkStrip({ count, chunks, damaged = [], verified = false }: Props) {
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
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    setHand(Math.max(0, Math.min(cells.length - 1, step)))
  }

  function lookOf(i: number) {
    if (i === hand) return 'hand'
    if (isDamaged(cells[i]!, damaged)) return 'damaged'
    return verified ? 'verified' : 'plain'
  }

  if (cells.length === 0) return null
  const looks = cells.length > 64 ? denseLooks : cellLooks
  const told = cell
    ? `${tell(cell.first, cell.last, chunks)}${isDamaged(cell, damaged) ? ', damaged' : ''}`
    : `${formatCount(count)} ${count === 1 ? 'chunk' : 'chunks'}`
  return (
    <div className="mt-2 mb-4">
      <div
        aria-label="Chunk in hand"
        aria-valuemax={cells.length - 1}
        aria-valuemin={0}
        aria-valuenow={hand ?? 0}
        aria-valuetext={told}
        className="flex h-7 gap-px overflow-hidden rounded-sm"
        onBlur={() => setHand(undefined)}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setHand(undefined)}
        onMouseMove={({ currentTarget, target }) => {
          const at = [...currentTarget.children].indexOf(target as Element)
          if (at >= 0) setHand(at)
        }}
        role="slider"
        tabIndex={0}
      >
        {cells.map((each, i) => (
          <span className={`${cellShape} ${looks[lookOf(i)]}`} key={each.first} />
        ))}
      </div>
      <p className="mt-1.5 flex flex-wrap justify-between gap-x-4 gap-y-1 text-muted text-sm">
        <span>{told}</span>
        <span className="inline-flex items-center gap-1.5">
          {verified ? <ShieldCheck aria-hidden size={13} /> : <CircleDashed aria-hidden size={13} />}
          {verified ? 'Every chunk verified' : 'Checked as they are downloaded'}
        </span>
      </p>
    </div>
  )
}

const isDamaged = ({ first, last }: Cell, damaged: number[]) => damaged.some((index) => first <= index && index <= last)

function tell(first: number, last: number, chunks: ChunkRow[]): string {
  const chunk = chunks[first]
  const which = first === last ? `Chunk ${formatCount(first)}` : `Chunks ${formatCount(first)} to ${formatCount(last)}`
  if (!chunk) return which
  const end = chunks[last]
  const length = end ? end.offset + end.length - chunk.offset : undefined
  return `${which}, from ${formatBytes(chunk.offset)}${length === undefined ? '' : `, ${formatBytes(length)}`}`
}
