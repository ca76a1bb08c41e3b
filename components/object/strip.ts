/** A cell of the chunk strip: one chunk, or a run of neighbours. `last` is inclusive. */
export interface Cell {
  first: number
  last: number
}

export const mostCells = 160

/** Spreads chunks over at most `most` cells of as equal runs as can be. */
export function stripCells(chunks: number, most = mostCells): Cell[] {
  const count = Math.min(chunks, most)
  return Array.from({ length: count }, (_, i) => ({
    first: Math.floor((i * chunks) / count),
    last: Math.floor(((i + 1) * chunks) / count) - 1,
  }))
}
