import type { ChunkRecord } from '../ports.ts'
import type { Parts } from './engine.ts'

/** Strays told of at a time. */
const SLICE = 1000

/**
 * Chunk files older than a time that the index knows nothing of: a crash between bytes and row left them, or a write
 * that the index then refused. In slices.
 *
 * @param before milliseconds since the epoch.
 */
export async function* strays(
  { index, chunks }: Pick<Parts, 'index' | 'chunks'>,
  before: number,
  signal: AbortSignal,
): AsyncGenerator<ChunkRecord[]> {
  let found: ChunkRecord[] = []
  for await (const chunk of chunks.files(before)) {
    signal.throwIfAborted()
    if (await index.chunk(chunk.checksum)) continue
    found.push(chunk)
    if (found.length < SLICE) continue
    yield found
    found = []
  }
  if (found.length > 0) yield found
}
