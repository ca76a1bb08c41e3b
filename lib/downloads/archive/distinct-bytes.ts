import { hash } from 'node:crypto'
import { createSeenChunks } from '#lib/restore/read/seen-chunks.ts'

/** Chunks to a page of a list, as services give them. */
const pageSize = 100
/** Pages of chunk lists looked at: 100,000 chunks, a few seconds. */
const mostPages = 1_000

/** A content as listings tell of it. */
export interface ListedContent {
  /** SUMMARY. */
  checksum: string
  /** In bytes. */
  length: number
  /** Number of chunks, where it is told. */
  chunks?: number | undefined
}

interface ListedChunk {
  /** SHA-256, base64. */
  checksum: string
  length: number
}

/**
 * Counts the bytes of many contents, each distinct chunk once, without reading data. A content of one chunk is known by
 * its SUMMARY alone, and so is one that was there before; the chunks of others are listed, as far as `mostPages` go.
 * Memory is bounded too, so that beyond a million distinct chunks some count twice.
 */
export function createDistinctBytes() {
  const seen = createSeenChunks()
  let pages = 0
  const counted = { bytes: 0, atMost: false }

  function isNew(summary: string): boolean {
    if (seen.has(summary)) return false
    seen.add(summary)
    counted.atMost ||= seen.forgot
    return true
  }

  /** As if it shared nothing with others. */
  function countWhole(length: number): void {
    counted.bytes += length
    counted.atMost = true
  }

  return {
    /** `atMost`: not every chunk was looked at, so it may be less. */
    counted: counted as Readonly<typeof counted>,
    /** @param list the content's chunks where somebody listed them already, or how; asked only where it is needed. */
    async add(
      { checksum, length, chunks }: ListedContent,
      list: readonly ListedChunk[] | (() => Promise<readonly ListedChunk[]>),
    ): Promise<void> {
      if (length === 0 || !isNew(checksum)) return
      if (chunks === 1) {
        counted.bytes += length
        return
      }
      const cost = typeof list === 'function' ? Math.ceil((chunks ?? 1) / pageSize) : 0
      if (pages + cost > mostPages) return countWhole(length)
      pages += cost
      // A list that cannot be had is for whoever reads the content to tell of.
      const listed = typeof list === 'function' ? await list().catch(() => undefined) : list
      if (!listed) return countWhole(length)
      for (const chunk of listed) {
        // The SUMMARY of a content that is this chunk alone: so it is found whichever of them comes first.
        const alone = hash('sha256', Buffer.from(chunk.checksum, 'base64'), 'base64')
        if (isNew(alone)) counted.bytes += chunk.length
      }
    },
  }
}
