import { describe, expect, it } from 'vitest'
import { readJson } from '#lib/preview/json.ts'
import { firstOpen, keyTarget, toggled } from './json-rows.ts'

const tree = readJson('{"a":{"b":[1,2]},"c":3}')! // 0 root, 1 a, 2 b, 3 1, 4 2, 5 c

describe('a tree of JSON', () => {
  it('is open at first as far as few rows show, its root always', () => {
    expect(tree.rows(firstOpen(tree))).toHaveLength(6)
    const wide = readJson(`[${Array(50).fill('[1,2,3]').join()}]`)!
    expect(wide.rows(firstOpen(wide))).toHaveLength(51)
    const long = readJson(`[${Array(5_000).fill('[1]').join()}]`)!
    expect(long.rows(firstOpen(long))).toHaveLength(5_001)
  })

  it('M04 of a depth of 100,000 opens a hundred levels', () => {
    const deep = readJson('['.repeat(100_000) + ']'.repeat(100_000))!
    expect(deep.rows(firstOpen(deep))).toHaveLength(100)
  })

  it('is walked, opened and shut by keys', () => {
    const all = firstOpen(tree)
    const press = (key: string, at: number, open = all) =>
      keyTarget(key, { tree, open, rows: tree.rows(open), at, page: 4 })
    expect(press('ArrowDown', 0)).toBe(1)
    expect(press('ArrowDown', 5)).toBe(5)
    expect(press('ArrowRight', 1)).toBe(2)
    expect(press('ArrowLeft', 3)).toBe(2)
    expect(press('ArrowLeft', 2)).toBe('toggle')
    expect(press('ArrowRight', 5)).toBe(5)
    expect([press('Home', 3), press('End', 0), press('PageDown', 0), press('PageUp', 5)]).toEqual([0, 5, 4, 1])
    expect(press('x', 0)).toBeUndefined()
    const shut = toggled(tree, all, 1)
    expect(tree.rows(shut)).toEqual([0, 1, 5])
    expect(press('ArrowRight', 1, shut)).toBe('toggle')
    expect(press('Enter', 2, shut)).toBe(2)
  })
})
