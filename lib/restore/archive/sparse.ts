/**
 * A file with holes as GNU tar keeps it (format 1.0): its content in the archive is a map of where data lies, and then
 * that data, one stretch behind the other. What lies between is zeros.
 */
export type DataSegment = readonly [offset: number, length: number]

const block = 512

/** The map: decimal numbers, a line each, filled up to whole blocks. A hole at the end shows as an empty stretch there. */
export function sparseMap(segments: readonly DataSegment[], size: number): Buffer {
  const last = segments.at(-1)
  const all = last && last[0] + last[1] === size ? segments : [...segments, [size, 0] as const]
  const text = `${all.length}\n${all.map(([offset, length]) => `${offset}\n${length}\n`).join('')}`
  const map = Buffer.alloc(Math.ceil(text.length / block) * block)
  map.write(text, 'latin1')
  return map
}

/** Bytes of the content in the archive. */
export function sparseLength(segments: readonly DataSegment[], size: number): number {
  return segments.reduce((sum, [, length]) => sum + length, sparseMap(segments, size).length)
}

/** Where data lies, for a range of the content in the archive behind the map; `range` counts in the file itself. */
export function* dataInside(
  segments: readonly DataSegment[],
  mapLength: number,
  { start, end }: { start: number; end: number },
): Generator<{ index: number; range: { start: number; end: number } }> {
  let at = mapLength
  for (const [index, [offset, length]] of segments.entries()) {
    const from = Math.max(start - at, 0)
    const to = Math.min(end - at, length - 1)
    if (from <= to) yield { index, range: { start: offset + from, end: offset + to } }
    at += length
  }
}
