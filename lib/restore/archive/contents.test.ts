import { describe, expect, it } from 'vitest'
import { createByteBudget } from '../read/budget.ts'
import { storedObject } from '../read/fixture.ts'
import { planObject } from '../read/plan.ts'
import type { ByteRange } from '../read/read.ts'
import { type FetchTogether, readContents } from './contents.ts'

const objects = Array.from({ length: 300 }, (_, index) => storedObject(...[3, 5, 7].slice(0, (index % 3) + 1)))

type Wanted = { key: number; range: ByteRange }

function reader(budgetBytes: number, { fail, together }: { fail?: number; together?: FetchTogether<Wanted> } = {}) {
  const log = { open: 0, mostOpen: 0, fetching: 0, mostFetching: 0, opened: [] as number[] }
  const stop = new AbortController()
  function* wanted(): Generator<Wanted> {
    for (const [entry, object] of objects.entries())
      yield { key: entry, range: { start: entry === 0 ? 2 : 0, end: object.bytes.length - 1 } }
  }
  const contents = readContents(wanted(), {
    together,
    budget: createByteBudget(budgetBytes),
    signal: stop.signal,
    async open({ key: entry }) {
      const object = objects[entry]!
      log.opened.push(entry)
      if (entry === fail) throw new Error('gone')
      const plan = await planObject({ listChunks: async () => ({ chunks: object.listed }), checksum: object.checksum })
      const fetchChunk: typeof object.fetchChunk = async (chunk) => {
        log.mostFetching = Math.max(log.mostFetching, ++log.fetching)
        await new Promise(setImmediate)
        log.fetching--
        return object.fetchChunk(chunk)
      }
      return { ...plan, fetchChunk }
    },
  })
  return { contents, log, stop }
}

const MiB = 1024 * 1024

async function partsOf(read: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  if (read instanceof Uint8Array) return [read]
  const parts: Uint8Array[] = []
  for await (const part of read) parts.push(part)
  return parts
}

async function readAll({ contents }: ReturnType<typeof reader>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (const [entry, object] of objects.entries())
    parts.push(...(await partsOf(contents.read(entry, { start: entry === 0 ? 2 : 0, end: object.bytes.length - 1 }))))
  return Buffer.concat(parts)
}

describe('readContents', () => {
  it('delivers the contents one after the other, many asked for at once', async () => {
    const reading = reader(MiB)
    const whole = Buffer.concat(objects.map(({ bytes }) => bytes)).subarray(2)
    expect((await readAll(reading)).equals(whole)).toBe(true)
    expect(reading.log.mostFetching).toBe(16) // each counts for 64 KiB
  })

  it('goes on one chunk at a time where there is no memory for more', async () => {
    const reading = reader(1)
    expect((await readAll(reading)).length).toBe(objects.reduce((sum, { bytes }) => sum + bytes.length, -2))
    expect(reading.log.mostFetching).toBe(1)
  })

  it('gives everything before a content that cannot be had, and fails there', async () => {
    const reading = reader(16 * MiB, { fail: 100 })
    await expect(readAll(reading)).rejects.toThrow('gone')
  })

  it('D10 stops planning and fetching when it is left', async () => {
    const reading = reader(MiB / 4)
    const first = reading.contents.read(0, { start: 2, end: objects[0]!.bytes.length - 1 }) as AsyncIterable<Uint8Array>
    await first[Symbol.asyncIterator]().next()
    await reading.contents[Symbol.asyncDispose]()
    const opened = reading.log.opened.length
    await new Promise(setImmediate)
    expect(reading.log.opened.length).toBe(opened)
    expect(opened).toBeLessThan(60)
  })

  describe('small contents together', () => {
    /** Every content but each tenth and those that are missing. */
    const together = (missing: number[] = []) => {
      const groups: number[][] = []
      const fetch: FetchTogether<Wanted>['fetch'] = async (wanted) => {
        groups.push(wanted.map(({ key }) => key))
        return wanted.map(({ key }) => (missing.includes(key) ? undefined : objects[key]!.bytes))
      }
      return { groups, suits: (wanted: Wanted) => wanted.range.start === 0 && wanted.key % 10 !== 0, fetch }
    }

    it('come in their places between the others, which are planned and fetched as before', async () => {
      const few = together()
      const reading = reader(MiB, { together: few })
      const whole = Buffer.concat(objects.map(({ bytes }) => bytes)).subarray(2)
      expect((await readAll(reading)).equals(whole)).toBe(true)
      expect(few.groups).toHaveLength(30)
      expect(few.groups[1]).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19])
      expect(reading.log.opened).toHaveLength(30)
    })

    it('are fetched by themselves where they did not come', async () => {
      const reading = reader(MiB, { together: together([15, 16]) })
      const whole = Buffer.concat(objects.map(({ bytes }) => bytes)).subarray(2)
      expect((await readAll(reading)).equals(whole)).toBe(true)
      expect(reading.log.opened).toContain(15)
    })

    it('D20 fail in their own place: those before are given', async () => {
      const reading = reader(MiB, { together: together([15]), fail: 15 })
      for (let entry = 0; entry < 15; entry++)
        await partsOf(
          reading.contents.read(entry, { start: entry === 0 ? 2 : 0, end: objects[entry]!.bytes.length - 1 }),
        )
      expect(() => reading.contents.read(15, { start: 0, end: objects[15]!.bytes.length - 1 })).toThrow('gone')
    })
  })
})
