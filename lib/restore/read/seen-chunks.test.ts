import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSeenChunks } from './seen-chunks.ts'

const sum = (value: number) => hash('sha256', `${value}`, 'base64')

describe('seen chunks', () => {
  it('knows what was added and nothing else', () => {
    const seen = createSeenChunks(2 ** 16)
    for (let i = 0; i < 500; i++) seen.add(sum(i))
    expect(Array.from({ length: 1000 }, (_, i) => seen.has(sum(i)))).toEqual(
      Array.from({ length: 1000 }, (_, i) => i < 500),
    )
    expect(seen.forgot).toBe(false)
  })

  it('forgets when it is full, and never takes one chunk for another', () => {
    const seen = createSeenChunks(64)
    for (let i = 0; i < 10_000; i++) seen.add(sum(i))
    const known = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => seen.has(sum(i)))
    expect(known.length).toBeGreaterThan(32)
    expect(known.length).toBeLessThanOrEqual(64)
    expect(known.every((i) => i < 10_000)).toBe(true)
    expect(seen.has(sum(9_999))).toBe(true)
    expect(seen.forgot).toBe(true)
  })
})
