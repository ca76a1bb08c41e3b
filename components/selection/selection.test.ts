import { describe, expect, it } from 'vitest'
import { isCovered, isPicked, nothing, type Picked, sumOf, withPicked } from './selection.ts'

const folder = (name: string): Picked => ({ kind: 'folder', name })
const object = (name: string, size?: number): Picked => ({ kind: 'object', name, size })

describe('a selection', () => {
  it('counts items, and bytes as far as they are known', () => {
    const two = withPicked(nothing, [object('a', 1), object('b/c', 2)], true)
    expect(sumOf(two)).toEqual({ count: 2, bytes: 3, more: false })
    expect(sumOf(withPicked(two, [object('d')], true))).toEqual({ count: 3, bytes: 3, more: true })
    expect(sumOf(withPicked(two, [folder('e/')], true))).toEqual({ count: 3, bytes: 3, more: true })
    expect(sumOf(withPicked(two, [object('a', 1)], false))).toEqual({ count: 1, bytes: 2, more: false })
  })

  it('takes along what lies in a picked folder, and only that', () => {
    const before = withPicked(nothing, [object('a/b', 1), object('ab', 2), folder('a/c/')], true)
    const after = withPicked(before, [folder('a/')], true)
    expect([...after.values()].map(({ name }) => name)).toEqual(['ab', 'a/'])
    expect(isCovered(after, object('a/b'))).toBe(true)
    expect(isCovered(after, folder('a/c/'))).toBe(true)
    expect(isCovered(after, folder('a/'))).toBe(false)
    expect(sumOf(withPicked(after, [object('a/x', 1)], true)).count).toBe(2)
  })

  it('tells a folder from an object of the same name', () => {
    const marker = withPicked(nothing, [object('a/')], true)
    expect([isPicked(marker, object('a/')), isPicked(marker, folder('a/'))]).toEqual([true, false])
    expect(isCovered(withPicked(nothing, [folder('/')], true), object('/x'))).toBe(true)
  })

  it('of the whole job covers everything, itself not', () => {
    const whole = withPicked(withPicked(nothing, [object('a', 1), folder('b/')], true), [folder('')], true)
    expect([...whole.values()]).toEqual([folder('')])
    expect([isCovered(whole, object('a')), isCovered(whole, folder('/')), isCovered(whole, folder(''))]).toEqual([
      true,
      true,
      false,
    ])
  })
})
