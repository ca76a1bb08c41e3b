import { describe, expect, it } from 'vitest'
import { stripCells } from './strip.ts'

describe('stripCells', () => {
  it('gives a cell a chunk while there is room, then runs without gap or overlap', () => {
    expect(stripCells(0)).toEqual([])
    expect(stripCells(3)).toEqual([
      { first: 0, last: 0 },
      { first: 1, last: 1 },
      { first: 2, last: 2 },
    ])
    const cells = stripCells(25_603, 160)
    expect(cells).toHaveLength(160)
    expect(cells[0]?.first).toBe(0)
    expect(cells.at(-1)?.last).toBe(25_602)
    for (const [i, cell] of cells.entries()) if (i > 0) expect(cell.first).toBe(cells[i - 1]!.last + 1)
  })
})
