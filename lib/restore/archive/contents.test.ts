import { describe, expect, it } from 'vitest'
import { createByteBudget } from '../budget.ts'
import { storedObject } from '../fixture.ts'
import { planObject } from '../plan.ts'
import { readContents } from './contents.ts'

const objects = Array.from({ length: 300 }, (_, index) => storedObject(...[3, 5, 7].slice(0, (index % 3) + 1)))

function reader(budgetBytes: number, fail?: number) {
  const log = { open: 0, mostOpen: 0, fetching: 0, mostFetching: 0, opened: [] as number[] }
  const stop = new AbortController()
  async function* wanted() {
    for (const [entry, object] of objects.entries())
      yield { key: entry, range: { start: entry === 0 ? 2 : 0, end: object.bytes.length - 1 } }
  }
  const contents = readContents(wanted(), {
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

async function readAll({ contents }: ReturnType<typeof reader>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (const [entry, object] of objects.entries())
    for await (const bytes of contents.read(entry, { start: entry === 0 ? 2 : 0, end: object.bytes.length - 1 }))
      parts.push(bytes)
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
    const reading = reader(16 * MiB, 100)
    await expect(readAll(reading)).rejects.toThrow('gone')
  })

  it('D10 stops planning and fetching when it is left', async () => {
    const reading = reader(MiB / 4)
    await reading.contents.read(0, { start: 2, end: objects[0]!.bytes.length - 1 }).next()
    await reading.contents[Symbol.asyncDispose]()
    const opened = reading.log.opened.length
    await new Promise(setImmediate)
    expect(reading.log.opened.length).toBe(opened)
    expect(opened).toBeLessThan(60)
  })
})
