import { expect, it } from 'vitest'
import { movesRows } from './steady.ts'

const page = (...names: string[]) => ({
  ok: true as const,
  rows: names.map((name) => ({ kind: 'object' as const, name })),
})

it('moves nothing to fill an empty list, to add behind its end, or to tell more of the same rows', () => {
  expect(movesRows(page(), page('a'))).toBe(false)
  expect(movesRows(page('a'), page('a', 'b'))).toBe(false)
  const { rows, ok } = page('a')
  expect(movesRows(page('a'), { ok, rows: rows.map((row) => ({ ...row, damaged: true })) })).toBe(false)
})

it('moves rows to put others between them, or to take some away', () => {
  expect(movesRows(page('b'), page('a', 'b'))).toBe(true)
  expect(movesRows(page('a', 'b'), page('a'))).toBe(true)
})
