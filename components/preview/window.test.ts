import { describe, expect, it } from 'vitest'
import { bytesAtHand, bytesBehind, laidOut } from './window.ts'

const place = (offset: number, length: number) => ({ index: offset / 10, offset, length, checksum: 'x' })
const good = (...bytes: number[]) => Uint8Array.from(bytes)
const shown = (bytes: Uint8Array, start: number, end: number, ...broken: ReturnType<typeof place>[]) =>
  [...laidOut(bytes, { start, end }, broken).bytes].map((byte) => byte || '.').join('')

describe('good bytes of a window', () => {
  it('lie where they belong between the chunks that are left out', () => {
    expect(shown(good(1, 2, 3), 7, 10)).toBe('123')
    expect(shown(good(1, 2, 3, 4), 8, 22, place(10, 10))).toBe('12..........34')
    expect(shown(good(1, 2, 3), 5, 33, place(0, 10), place(10, 10), place(20, 10))).toBe(`${'.'.repeat(25)}123`)
    expect(shown(good(1, 2), 8, 15, place(10, 10))).toBe('12.....')
    expect(shown(good(), 12, 15, place(10, 10))).toBe('...')
  })

  it('of a beginning that is here are not asked for again', async () => {
    const window = { start: 0, end: 4, bytes: good(1, 2, 3, 4), broken: [] }
    const source = bytesBehind({ jobId: 'j', name: 'n', checksum: 'c' }, { window, length: 100 })
    const part = await source.read(1, 3, new AbortController().signal)
    expect([part.start, [...part.bytes]]).toEqual([1, [2, 3]])
    expect([...(await bytesAtHand([], good(5, 6, 7)).read(1, 3, new AbortController().signal)).bytes]).toEqual([6, 7])
  })
})
