import type { ByteRange } from '../read/read.ts'

/** `ignored`: answer as if there were no Range header. `unsatisfiable`: answer 416. */
export type RangeRequest = { kind: 'ignored' } | { kind: 'unsatisfiable' } | ({ kind: 'range' } & ByteRange)

const ignored: RangeRequest = { kind: 'ignored' }
const unsatisfiable: RangeRequest = { kind: 'unsatisfiable' }

/**
 * Reads a Range header (RFC 9110, 14.2) against an object of `length` bytes: `5-9`, `5-` or `-9`. Several that overlap or
 * touch are one; several that lie apart are ignored, as are other units and whatever is malformed. So no request makes us
 * send a byte twice, and there is no answer in parts that clients would have to put together.
 */
export function parseRange(header: string | null | undefined, length: number): RangeRequest {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1]
  const specs = (set ?? '')
    .split(',')
    .map((spec) => spec.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(Boolean)
  if (specs.length === 0) return ignored
  const asked = specs.map((spec) => parseSpec(spec, length))
  if (asked.some(({ kind }) => kind === 'ignored')) return ignored
  // What lies behind the end counts only where nothing else is asked for.
  const ranges = asked.filter((range) => range.kind === 'range')
  return ranges.length === 0 ? unsatisfiable : inOne(ranges)
}

function parseSpec(spec: string, length: number): RangeRequest {
  const match = /^(\d*)-(\d*)$/.exec(spec)
  if (!match) return ignored
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

/** The one range that all of them make up, or `ignored` where bytes between them were not asked for. */
function inOne(ranges: ByteRange[]): RangeRequest {
  const [first, ...others] = ranges.toSorted((a, b) => a.start - b.start) as [ByteRange, ...ByteRange[]]
  const { start } = first
  let { end } = first
  for (const range of others) {
    if (range.start > end + 1) return ignored
    end = Math.max(end, range.end)
  }
  return { kind: 'range', start, end }
}

/** The Content-Range header of a 206 or, without a range, of a 416. */
export function contentRange(range: ByteRange | undefined, length: number): string {
  return range ? `bytes ${range.start}-${range.end}/${length}` : `bytes */${length}`
}
