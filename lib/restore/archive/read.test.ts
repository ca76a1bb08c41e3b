import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ByteRange } from '../read/read.ts'
import type { ArchiveEntry } from './entry.ts'
import { archiveLength, createPlacer, type PlacedEntry, tarFormat, zipFormat } from './format.ts'
import { readArchive, UnknownCrcError } from './read.ts'

const entries: ArchiveEntry[] = Array.from({ length: 40 }, (_, index) => ({
  name: index % 7 === 0 ? `folder-${index}/` : `é-${index}-${'x'.repeat(index * 4)}`,
  type: index % 7 === 0 ? ('directory' as const) : ('file' as const),
  size: index % 7 === 0 ? 0 : (index * 331) % 2_000,
  mtime: BigInt(index) * 1_000_000_001n,
  mode: 0o644,
}))
const contentOf = (entry: ArchiveEntry) => Buffer.alloc(entry.size, entry.name)

function planned(format: typeof tarFormat) {
  const placer = createPlacer(format)
  const placed = entries.map((entry) => placer.place(entry))
  const reads: string[] = []
  const options = {
    format,
    shape: placer.shape,
    entries: (from: number) =>
      placed.filter((_entry, index) => (placed[index + 1]?.offset ?? placer.shape.contentEnd) > from),
    async *content(entry: PlacedEntry, { start, end }: ByteRange) {
      reads.push(entry.name)
      const bytes = contentOf(entry).subarray(start, end + 1)
      yield bytes.subarray(0, bytes.length >> 1)
      yield bytes.subarray(bytes.length >> 1)
    },
    onEntry: (entry: PlacedEntry, found: { crc32: number }) => {
      placed.find(({ name }) => name === entry.name)!.learnedCrc32 = found.crc32
    },
  }
  return { options, reads, placed, length: archiveLength(format, placer.shape) }
}

async function collected(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const list: Uint8Array[] = []
  for await (const part of parts) list.push(part)
  return Buffer.concat(list)
}

for (const format of [tarFormat, zipFormat])
  describe(`reading a ${format.extension}`, () => {
    it('hands over large contents as the very bytes they came as, small ones put together', async () => {
      const sizes = [10, 200_000, 20, 300_000, 40]
      const placer = createPlacer(format)
      const placed = sizes.map((size, i) =>
        placer.place({ name: `${i}`, type: 'file', size, mtime: 0n, mode: 0o644, crc32: 0 }),
      )
      const given: Uint8Array[] = sizes.map((size) => Buffer.alloc(size))
      const content = (entry: PlacedEntry) => given[Number(entry.name)]!
      const parts: Uint8Array[] = []
      for await (const part of readArchive({ format, shape: placer.shape, entries: () => placed, content }))
        parts.push(part)
      expect(parts.map((part) => given.indexOf(part))).toEqual([-1, 1, -1, 3, -1])
    })

    it('has the length that was promised', async () => {
      const { options, length } = planned(format)
      expect((await collected(readArchive(options))).length).toBe(length)
    })

    it('D23 gives any range exactly, once its CRCs are known', async () => {
      const { options, length } = planned(format)
      const whole = await collected(readArchive(options))
      let seed = 42
      const random = (below: number) => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        return seed % below
      }
      for (let round = 0; round < 1_000; round++) {
        const start = random(length)
        const end = start + random(length - start)
        const part = await collected(readArchive({ ...options, range: { start, end } }))
        expect(part.equals(whole.subarray(start, end + 1)), `bytes ${start}-${end}`).toBe(true)
      }
    })

    it('reads only the contents a range needs', async () => {
      const { options, reads, placed } = planned(format)
      const last = placed.at(-1)!
      const range = { start: last.offset, end: last.offset + format.head(last).length }
      await collected(readArchive({ ...options, range }))
      expect(reads).toEqual([last.name])
    })

    it('D20 throws when a content fails: no end is ever written', async () => {
      const { options, length } = planned(format)
      let seen = 0
      const broken = readArchive({
        ...options,
        async *content(entry, range) {
          if (entry.name.startsWith('é-25')) throw new Error('chunk 0 is damaged')
          yield* options.content(entry, range)
        },
      })
      await expect(async () => {
        for await (const part of broken) seen += part.length
      }).rejects.toThrow('chunk 0 is damaged')
      expect(seen).toBeLessThan(length)
    })
  })

describe('a zip whose CRCs are not known', () => {
  it('cannot be continued from its middle', async () => {
    const { options, length } = planned(zipFormat)
    const rest = readArchive({ ...options, range: { start: length - 1, end: length - 1 } })
    await expect(collected(rest)).rejects.toThrow(UnknownCrcError)
  })

  it('D23 goes on inside an entry when those before it were read, taking that entry from its beginning', async () => {
    const { options, placed, reads, length } = planned(zipFormat)
    const whole = await collected(readArchive(options))
    const entry = placed[20]!
    const inContent = entry.offset + zipFormat.head(entry).length + entry.size - 1
    for (const start of [entry.offset + 3, inContent, inContent + 3]) {
      for (const later of placed.slice(20)) later.learnedCrc32 = undefined
      reads.length = 0
      const rest = await collected(readArchive({ ...options, range: { start, end: length - 1 } }))
      expect(rest.equals(whole.subarray(start))).toBe(true)
      expect(reads[0]).toBe(entry.name)
    }
  })

  it('reports the CRC of each content it has handed out', async () => {
    const { options, placed } = planned(zipFormat)
    await collected(readArchive(options))
    for (const entry of placed) expect(entry.learnedCrc32).toBe(crc32(contentOf(entry)))
  })
})
