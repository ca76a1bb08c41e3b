import { expect, it } from 'vitest'
import { createRecent } from './recent.ts'

it('what was used longest ago goes first, and nothing costs more than the bound', () => {
  const recent = createRecent<number>(10, (cost) => cost)
  recent.set('a', 4)
  recent.set('b', 4)
  expect(recent.get('a')).toBe(4)
  recent.set('c', 4)
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([4, undefined, 4])
  recent.set('d', 11)
  expect(recent.get('d')).toBeUndefined()
  recent.set('a', 1)
  recent.set('e', 5)
  expect([recent.get('a'), recent.get('c'), recent.get('e')]).toEqual([1, 4, 5])
  recent.drop('c')
  recent.set('f', 4)
  expect([recent.get('a'), recent.get('e'), recent.get('f')]).toEqual([1, 5, 4])
})
