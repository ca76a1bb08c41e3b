'use client'

import { exactBytes, formatBytes, formatCount } from '../format/size.ts'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { chunkColumns, chunkTable } from './chunk-columns.ts'
import type { ChunkCursor, ChunkRow } from './chunk-row.ts'

interface Props {
  jobId: string
  name: string
  checksum: string
  first: PageResult<ChunkRow, ChunkCursor>
  listChunks: (
    jobId: string,
    name: string,
    checksum: string,
    cursor: ChunkCursor | undefined,
  ) => ReturnType<ReadPage<ChunkRow, ChunkCursor>>
}

/** Every chunk of an object, in order. */
export function ChunksTable({ jobId, name, checksum, first, listChunks }: Props) {
  return (
    <VirtualTable
      cells={(chunk) => <ChunkCells chunk={chunk} />}
      className={chunkTable}
      columns={chunkColumns}
      empty={<Empty title="No chunks">The object is empty: its checksum is that of nothing.</Empty>}
      first={first}
      label="Chunks"
      name={['chunks', jobId, name, checksum]}
      noun={['chunk', 'chunks']}
      read={(cursor) => listChunks(jobId, name, checksum, cursor)}
      rowKey={(chunk) => String(chunk.index)}
    />
  )
}

function ChunkCells({ chunk: { index, offset, length, checksum } }: { chunk: ChunkRow }) {
  return (
    <Cells
      columns={chunkColumns}
      of={{
        index: formatCount(index),
        offset: <span title={exactBytes(offset)}>{formatBytes(offset)}</span>,
        length: <span title={exactBytes(length)}>{formatBytes(length)}</span>,
        checksum: <code className="text-muted">{checksum}</code>,
        actions: <CopyButton text={checksum} what={`SHA-256 of chunk ${index}`} />,
      }}
    />
  )
}
