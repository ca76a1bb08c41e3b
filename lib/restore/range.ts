/** Bytes `start` to `end` of an object, both inclusive. */
export interface ByteRange {
  start: number
  end: number
}

/** `ignored`: answer as if there were no Range header. `unsatisfiable`: answer 416. */
export type RangeRequest = { kind: 'ignored' } | { kind: 'unsatisfiable' } | ({ kind: 'range' } & ByteRange)

const ignored: RangeRequest = { kind: 'ignored' }
const unsatisfiable: RangeRequest = { kind: 'unsatisfiable' }

/**
 * Reads a Range header (RFC 9110, 14.2) against an object of `length` bytes. One byte range is understood: `5-9`, `5-`
 * or `-9`. Other units, malformed and several ranges are ignored, as the RFC allows.
 */
export function parseRange(header: string | null | undefined, length: number): RangeRequest {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1]
  if (set === undefined) return ignored
  const specs = set
    .split(',')
    .map((spec) => spec.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean)
  const match = /^(\d*)-(\d*)$/.exec(specs[0] ?? '')
  if (specs.length !== 1 || !match) return ignored
  const [, first, last] = match as unknown as [string, string, string]
  // Positions may have any number of digits: BigInt compares them exactly, and what is kept is below `length`.
  const size = BigInt(length)
  if (first === '') {
    if (last === '') return ignored
    const suffix = BigInt(last)
    if (suffix === 0n) return unsatisfiable
    if (length === 0) return ignored // satisfiable by the RFC, but no Content-Range can say "nothing"
    return { kind: 'range', start: suffix >= size ? 0 : length - Number(suffix), end: length - 1 }
  }
  if (last !== '' && BigInt(last) < BigInt(first)) return ignored
  if (BigInt(first) >= size) return unsatisfiable
  const end = last === '' || BigInt(last) >= size ? length - 1 : Number(last)
  return { kind: 'range', start: Number(first), end }
}

/** The Content-Range header of a 206 or, without a range, of a 416. */
export function contentRange(range: ByteRange | undefined, length: number): string {
  return range ? `bytes ${range.start}-${range.end}/${length}` : `bytes */${length}`
}
