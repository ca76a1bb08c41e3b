'use client'

import { CircleDashed, ShieldCheck } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { formatBytes, formatCount } from '../format/size.ts'
import type { ChunkRow } from './chunk-row.ts'
import styles from './chunk-strip.module.css'
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

  if (cells.length === 0) return null
  const told = cell
    ? `${tell(cell.first, cell.last, chunks)}${isDamaged(cell, damaged) ? ', damaged' : ''}`
    : `${formatCount(count)} ${count === 1 ? 'chunk' : 'chunks'}`
  return (
    <div className={styles.box}>
      <div
        aria-label="Chunk in hand"
        aria-valuemax={cells.length - 1}
        aria-valuemin={0}
        aria-valuenow={hand ?? 0}
        aria-valuetext={told}
        className={styles.strip}
        data-dense={cells.length > 64 || undefined}
        data-verified={verified || undefined}
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
          <span
            className={styles.cell}
            data-damaged={isDamaged(each, damaged) || undefined}
            data-hand={i === hand || undefined}
            key={each.first}
          />
        ))}
      </div>
      <p className={styles.line}>
        <span>{told}</span>
        <span className={styles.legend}>
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
