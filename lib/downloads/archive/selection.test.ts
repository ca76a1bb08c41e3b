import { expect, it } from 'vitest'
import { disjoint } from './selection.ts'

const texts = (names: string[], prefixes: string[]) =>
  disjoint({ names, prefixes }).map(({ kind, text }) => `${kind} ${text}`)

it('a selection holds nothing twice and comes in the order of names', () => {
  expect(texts(['b', 'a/x', 'b', 'a'], ['a/', 'a/deeper/'])).toEqual(['name a', 'prefix a/', 'name b'])
  expect(texts(['z'], [''])).toEqual(['prefix '])
  expect(texts(['a'], ['a'])).toEqual(['prefix a'])
  expect(texts(['\u{1f600}', '\uffee'], [])).toEqual(['name \uffee', 'name \u{1f600}'])
})
