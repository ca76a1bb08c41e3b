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

/** Which of so many cells a chunk is in. */
export function cellOf(index: number, chunks: number, cells = Math.min(chunks, mostCells)): number {
  return Math.ceil(((index + 1) * cells) / chunks) - 1
}

/** Of chunks one for each cell that has some: all that the strip needs of very many. */
export function onePerCell(indices: readonly number[], chunks: number): number[] {
  const inside = indices.filter((index) => index >= 0 && index < chunks)
  return [...new Map(inside.map((index) => [cellOf(index, chunks), index])).values()]
}
