import { hash } from 'node:crypto'
import type { DataSegment } from '#lib/restore/archive/sparse.ts'
import type { ObjectChunk } from '#lib/restore/index.ts'

/** More stretches than these make no shorter archive worth its plan. */
const mostSegments = 10_000
/** Readers take data by whole blocks of a tar. */
const block = 512
/** Lengths of chunks that are looked at: all but the last are the same as a rule. */
const mostLengths = 4

/**
 * Where the data of an object lies, by its chunks, in whole blocks but at its end: a chunk with the SHA-256 of so many zeros is a hole. That is proven by
 * the list itself; nobody's word has to be taken.
 *
 * @returns undefined where no chunk is a hole.
 */
export function dataSegments(chunks: readonly ObjectChunk[]): DataSegment[] | undefined {
  const ofZeros = new Map<number, string>()
  function isZeros({ length, checksum }: ObjectChunk): boolean {
    if (!ofZeros.has(length) && ofZeros.size >= mostLengths) return false
    const known = ofZeros.get(length) ?? hash('sha256', Buffer.alloc(length), 'base64')
    ofZeros.set(length, known)
    return known === checksum
  }
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  const segments: [number, number][] = []
  let holes = 0
  for (const chunk of chunks) {
    if (isZeros(chunk)) {
      holes++
      continue
    }
    const start = chunk.offset - (chunk.offset % block)
    const end = Math.min(Math.ceil((chunk.offset + chunk.length) / block) * block, size)
    const last = segments.at(-1)
    if (last && last[0] + last[1] >= start) last[1] = end - last[0]
    else segments.push([start, end - start])
    if (segments.length > mostSegments) return undefined
  }
  return holes > 0 ? segments : undefined
}
