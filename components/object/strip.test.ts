import { describe, expect, it } from 'vitest'
import { cellOf, onePerCell, stripCells } from './strip.ts'

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

  it.each([1, 3, 160, 161, 25_603])(
    'has the first and last chunk of each of its runs in that cell, of %i',
    (chunks) => {
      for (const [i, { first, last }] of stripCells(chunks).entries())
        expect([first, last].map((index) => cellOf(index, chunks))).toEqual([i, i])
    },
  )

  it('needs one damaged chunk a cell, of those that the object has', () => {
    expect(onePerCell([-1, 0, 1, 3], 3)).toEqual([0, 1])
    expect(
      onePerCell(
        Array.from({ length: 1_000 }, (_, i) => i),
        16_000,
      ),
    ).toHaveLength(10)
  })
})
