import { describe, expect, it } from 'vitest'
import { enterPage, extent, type KnownPage, pageOf } from './known-pages.ts'

const start: KnownPage<string>[] = [{ cursor: undefined, offset: 0 }]

describe('known pages', () => {
  it('grow page by page, short and empty ones too', () => {
    let known = enterPage(start, 0, { count: 100, cursor: 'b' })
    known = enterPage(known, 1, { count: 0, cursor: 'c' })
    expect(extent(known)).toEqual({ rows: 100, complete: false })
    known = enterPage(known, 2, { count: 7 })
    expect(extent(known)).toEqual({ rows: 107, complete: true })
    expect([0, 99, 100, 106].map((row) => pageOf(known, row))).toEqual([0, 0, 2, 2])
  })

  it('stay as they are when a page is loaded again, and forget what follows a page that changed', () => {
    const first = { count: 100, cursor: 'b', last: 'row 99' }
    const known = enterPage(enterPage(start, 0, first), 1, { count: 100, cursor: 'c', last: 'row 199' })
    expect(enterPage(known, 0, { ...first, cursor: 'b sealed anew' })).toBe(known)
    expect(extent(enterPage(known, 0, { ...first, last: 'row 98' }))).toEqual({ rows: 100, complete: false })
    expect(extent(enterPage(known, 0, { count: 98, cursor: 'x' }))).toEqual({ rows: 98, complete: false })
    expect(extent(enterPage(known, 0, { count: 3 }))).toEqual({ rows: 3, complete: true })
  })

  it('of an empty listing are complete with nothing', () => {
    expect(extent(enterPage(start, 0, { count: 0 }))).toEqual({ rows: 0, complete: true })
  })
})
