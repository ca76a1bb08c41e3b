import { describe, expect, it } from 'vitest'
import { bytesAtHand, bytesBehind, laidOut, readBeginning } from './window.ts'

const place = (offset: number, length: number) => ({ index: offset / 10, offset, length, checksum: 'x' })
const good = (...bytes: number[]) => Uint8Array.from(bytes)
const shown = (bytes: Uint8Array, start: number, end: number, ...broken: ReturnType<typeof place>[]) =>
  [...laidOut(bytes, { start, end }, broken).bytes].map((byte) => byte || '.').join('')

describe('the beginning of a content', () => {
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251)
  const signal = new AbortController().signal

  it('is read in windows of a MiB at most, as far as is asked for', async () => {
    const asked: [number, number][] = []
    const source = {
      ...bytesAtHand([], bytes),
      async read(start: number, end: number) {
        asked.push([start, end])
        return { start, end, bytes: bytes.subarray(start, end), broken: [] }
      },
    }
    const beginning = await readBeginning(source, 2_000_000, signal)
    expect(beginning.whole).toBe(false)
    expect(Buffer.compare(beginning.bytes, bytes.subarray(0, 2_000_000))).toBe(0)
    expect(asked).toEqual([
      [0, 1_048_576],
      [1_048_576, 2_000_000],
    ])
    expect(await readBeginning(bytesAtHand([], bytes), 9_000_000, signal)).toMatchObject({ whole: true })
  })

  it('ends where a chunk cannot be verified, and is never called whole there', async () => {
    const broken = [place(1_500_000, 1_500_000)]
    const source = {
      ...bytesAtHand([], bytes),
      read: async (start: number, end: number) => ({
        start,
        end,
        bytes: bytes.slice(start, end).fill(0, Math.max(0, 1_500_000 - start)),
        broken: end > 1_500_000 ? broken : [],
      }),
    }
    const beginning = await readBeginning(source, 9_000_000, signal)
    expect([beginning.bytes.length, beginning.whole, beginning.broken]).toEqual([1_500_000, false, broken[0]])
    expect(Buffer.compare(beginning.bytes, bytes.subarray(0, 1_500_000))).toBe(0)
  })
})

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
