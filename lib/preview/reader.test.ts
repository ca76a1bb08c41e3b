import { describe, expect, it } from 'vitest'
import { readerOf } from './windowed.testing.ts'

const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => i % 251)

describe('a reader of parts', () => {
  it('gives exactly the bytes that are asked for, and reads what lies side by side once', async () => {
    const reader = readerOf({ bytes })
    for (const [start, length] of [
      [10, 20],
      [65_000, 100],
      [65_500, 1_000],
      [0, 0],
      [399_999, 1],
      [5, 300_000],
    ] as const)
      expect(Buffer.compare(await reader.bytes(start, length), bytes.subarray(start, start + length))).toBe(0)
    const { reads } = reader
    await reader.bytes(100, 60_000)
    expect(reader.reads).toBe(reads)
  })

  it('stops when it has read as often as it may', async () => {
    const reader = readerOf({ bytes, most: 2 })
    await reader.bytes(0, 10)
    await reader.bytes(100_000, 10)
    await expect(reader.bytes(200_000, 10)).rejects.toMatchObject({ reason: 'reads' })
    expect((await reader.bytes(20, 10)).length).toBe(10)
    expect(reader.reads).toBe(2)
  })

  it('has nothing beyond the end, at no place and of no length that is out of bounds', async () => {
    const reader = readerOf({ bytes })
    for (const [start, length] of [
      [399_999, 2],
      [400_000, 1],
      [2 ** 60, 1],
      [0, 2 ** 53],
      [-1, 1],
      [5, -1],
      [Number.NaN, 1],
    ] as const)
      await expect(reader.bytes(start, length)).rejects.toMatchObject({ reason: 'end' })
    expect(reader.reads).toBe(0)
  })

  it('D08 gives no byte of a chunk that could not be verified', async () => {
    const place = { index: 1, offset: 1_000, length: 1_000, checksum: 'x' }
    const reader = readerOf({ bytes, broken: [place] })
    expect((await reader.bytes(0, 1_000)).length).toBe(1_000)
    expect((await reader.bytes(2_000, 1_000)).length).toBe(1_000)
    for (const [start, length] of [
      [999, 2],
      [1_500, 10],
      [0, 3_000],
    ] as const)
      await expect(reader.bytes(start, length)).rejects.toMatchObject({ reason: 'damage', place })
  })
})
