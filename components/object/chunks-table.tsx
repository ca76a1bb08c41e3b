'use client'

import { CircleDashed, ShieldCheck, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ChunkParams } from '#lib/search-params/object.ts'
import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { accentLink } from '../ui/link-looks.ts'
import { onDemand } from '../ui/on-demand.tsx'
import { Press } from '../ui/press.tsx'
import { Unknown } from '../ui/size.tsx'
import { chunkColumns, chunkTable } from './chunk-columns.ts'
import type { ChunkCursor, ChunkRow } from './chunk-row.ts'
import type { ChunkUsesProps } from './chunk-uses.tsx'

const ChunkUses = onDemand(() => import('./chunk-uses.tsx'))

export interface ChunksTableProps {
  version: ChunkUsesProps['version']
  params: ChunkParams
  first: PageResult<ChunkRow, ChunkCursor>
  listChunks: (
    version: ChunkUsesProps['version'],
    params: ChunkParams,
    cursor: ChunkCursor | undefined,
  ) => ReturnType<ReadPage<ChunkRow, ChunkCursor>>
  uses: ChunkUsesProps['uses']
  /** Shown where there is nothing. */
  empty: ReactNode
  /** Height of what stays in view above it, in pixels. */
  above: number
  /** Told of the indices of the first and the last chunk in view. */
  onView: (view: { first: number; last: number }) => void
}

/** The chunks of an object behind its filters, in order. */
export function ChunksTable({ version, params, first, listChunks, uses, empty, above, onView }: ChunksTableProps) {
  const { jobId, name, checksum } = version
  const [asked, setAsked] = useState<ChunkRow>()
  return (
    <>
      <VirtualTable
        above={above}
        cells={(chunk) => <ChunkCells chunk={chunk} show={() => setAsked(chunk)} />}
        className={chunkTable}
        columns={chunkColumns}
        empty={empty}
        first={first}
        label="Chunks"
        name={['chunks', jobId, name, checksum, params.state, params.from, params.sha256]}
        noun={['chunk', 'chunks']}
        onView={(view) => onView({ first: view.first.index, last: view.last.index })}
        read={(cursor) => listChunks(version, params, cursor)}
        rowKey={(chunk) => String(chunk.index)}
      />
      {asked && <ChunkUses chunk={asked} onClose={() => setAsked(undefined)} uses={uses} version={version} />}
    </>
  )
}

const states = {
  damaged: { Icon: TriangleAlert, look: 'text-danger', word: 'Damaged' },
  verified: { Icon: ShieldCheck, look: 'text-good', word: 'Verified' },
  unverified: { Icon: CircleDashed, look: 'text-faint', word: 'Not verified' },
}

function ChunkCells({ chunk, show }: { chunk: ChunkRow; show: () => void }) {
  const { index, offset, length, checksum, isShared, state } = chunk
  const { Icon, look, word } = states[state]
  return (
    <Cells
      columns={chunkColumns}
      of={{
        index: (
          <span className="inline-flex items-center gap-1.5" title={word}>
            <Icon aria-hidden className={look} size={14} />
            <span className="visually-hidden">{word}</span>
            {formatCount(index)}
          </span>
        ),
        offset: <span title={exactBytes(offset)}>{formatBytes(offset)}</span>,
        length: <span title={exactBytes(length)}>{formatBytes(length)}</span>,
        checksum: <code className="text-muted">{checksum}</code>,
        shared: <Shared index={index} isShared={isShared} show={show} />,
        actions: <CopyButton text={checksum} what={`SHA-256 of chunk ${index}`} />,
      }}
    />
  )
}

function Shared({ index, isShared, show }: { index: number; isShared: boolean | undefined; show: () => void }) {
  if (isShared === undefined) return <Unknown why="The storage endpoint does not tell what else has a chunk" />
  if (!isShared) return <span className="text-faint">Only here</span>
  return (
    <Press
      aria-haspopup="dialog"
      aria-label={`What else has chunk ${index}`}
      className={accentLink}
      onClick={show}
      title="What else has it"
    >
      Shared
    </Press>
  )
}
