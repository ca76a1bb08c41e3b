import { expect, it } from 'vitest'
import { createSkipped, type SkippedBefore, skippedOf } from './skipped.ts'

/** The warning where nothing but these was found, and the last backup has each. */
function warning(names: string[], before?: SkippedBefore): string | undefined {
  const skipped = createSkipped(before)
  for (const name of names) skipped.note({ kind: 'omitted', name, reason: 'permission denied', keep: true, kept: 1 })
  return skipped.warning()
}

it('as many as were not named before may be the same ones, and no more', () => {
  const names = Array.from({ length: 900 }, (_, i) => `${i}`)
  const before = { items: 900, names: new Set(names.slice(0, 50)) }
  expect(warning(names)).toBe('skipped: 900 of 900 items, 900 stay as the last backup has them')
  expect(warning(names, before)).toBeUndefined()
  expect(warning([...names, 'one more'], before)).toMatch(/^skipped: 901 of 901 items/)
})

it.each([undefined, '', '{', 'null', '[]', '{"skipped":"many"}', '{"skipped":-1}', '{"other":1}'])(
  'details of another writer name nothing: %s',
  (text) => expect(skippedOf(text)).toBeUndefined(),
)

it('names that are none are not taken from details', () => {
  expect(skippedOf('{"skipped":2,"skippedNames":["a",7]}')).toEqual({ items: 2, names: new Set(['a']) })
  expect(skippedOf('{"skipped":1,"skippedNames":"a"}')).toEqual({ items: 1, names: new Set() })
  expect(warning([], { items: 1, names: new Set(['a', 'b']) })).toBeUndefined()
})
