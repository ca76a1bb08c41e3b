import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { bytesOf, checksumOf, collect, expectationOf, piecesOf, temporaryFolder } from '../testing.ts'
import { Holds } from './holds.ts'
import { layoutOf, packPath } from './layout.ts'
import { Packs } from './packs.ts'
import { Quarantine } from './quarantine.ts'
import { Reader } from './reader.ts'
import { WriteGuard } from './write-guard.ts'

const length = 40
const recordBytes = 56 + length
const packBytes = 2 ** 16

async function openPacks(directory: string, reader: Reader, sequencesFrom?: number) {
  const layout = layoutOf(directory)
  const quarantine = new Quarantine(layout.quarantine, silent)
  const guard = new WriteGuard(directory, 0, silent)
  return await Packs.open(layout, guard, reader, quarantine, { packBytes, sequencesFrom }, silent)
}

async function put(packs: Packs, seed: string, bytes = bytesOf(seed, length)) {
  using hold = await new Holds().hold(checksumOf(bytes))
  return await packs.put(hold, piecesOf(bytes), expectationOf(bytes))
}

/** A folder with one pack of three chunks: `a`, `b`, `c`. */
async function folderWithPack(reader: Reader) {
  const folder = await temporaryFolder()
  await using packs = await openPacks(folder.path, reader)
  const locations = [await put(packs, 'a'), await put(packs, 'b'), await put(packs, 'c')]
  return { ...folder, locations, pack: packPath(layoutOf(folder.path), 1) }
}

const chunks = ['a', 'b', 'c'].map((seed) => bytesOf(seed, length))

describe('a damaged pack', () => {
  it('T7 every single bit flipped: the chunk it belongs to is damaged, the others are whole, never wrong bytes', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    const content = await readFile(folder.pack)
    expect(content).toHaveLength(32 + 3 * recordBytes)
    for (let bit = 0; bit < content.length * 8; bit++) {
      const flipped = Buffer.from(content)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      await writeFile(folder.pack, flipped)
      await using packs = await openPacks(folder.path, reader)
      const hit = bit < 32 * 8 ? -1 : Math.floor((bit / 8 - 32) / recordBytes)
      for (const [i, location] of folder.locations.entries()) {
        const read = packs.get(expectationOf(chunks[i]!), location)
        if (i === hit) await expect(read).rejects.toMatchObject({ name: 'ChunkDamagedError' })
        else expect((await read).equals(chunks[i]!)).toBe(true)
      }
      const found = (await collect(packs.entries())).filter((entry) => entry.kind === 'chunk' && !entry.damaged)
      expect(found).toHaveLength(hit < 0 ? 3 : 2)
      await rm(join(folder.path, 'quarantine'), { recursive: true })
    }
  })

  it('T7 a pack deleted or emptied: missing, or damaged', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    await truncate(folder.pack, 0)
    await using packs = await openPacks(folder.path, reader)
    const read = () => packs.get(expectationOf(chunks[0]!), folder.locations[0]!)
    await expect(read()).rejects.toMatchObject({ name: 'ChunkDamagedError' })
    await rm(join(folder.path, 'quarantine'), { recursive: true })
    await rm(folder.pack)
    await using again = await openPacks(folder.path, reader)
    const missing = again.get(expectationOf(chunks[0]!), folder.locations[0]!)
    await expect(missing).rejects.toMatchObject({ name: 'ChunkMissingError' })
  })

  it('T7 keeps a copy of the damaged bytes, and says damaged where it was, also after a restart', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    const content = await readFile(folder.pack)
    const offset = folder.locations[1]!.offset
    const flipped = Buffer.from(content)
    flipped[offset + 60]! ^= 1
    await writeFile(folder.pack, flipped)
    const read = async () => {
      await using packs = await openPacks(folder.path, reader)
      return await packs.get(expectationOf(chunks[1]!), folder.locations[1]!)
    }
    await expect(read()).rejects.toMatchObject({ name: 'ChunkDamagedError' })
    const [name] = await readdir(join(folder.path, 'quarantine'))
    const copy = await readFile(join(folder.path, 'quarantine', name!))
    expect(copy.equals(flipped.subarray(offset, offset + recordBytes))).toBe(true)
    await writeFile(folder.pack, content)
    await expect(read()).rejects.toMatchObject({ name: 'ChunkDamagedError' })
  })
})

describe('many at once', () => {
  it('are read though the disk will not read one of their packs', async () => {
    await using reader = new Reader()
    await using folder = await temporaryFolder()
    await using packs = await openPacks(folder.path, reader)
    const large = ['x', 'y'].map((seed) => bytesOf(seed, 60_000))
    const locations = [await put(packs, 'x', large[0]), await put(packs, 'y', large[1])]
    const unreadable = packPath(layoutOf(folder.path), 1)
    await rm(unreadable)
    await mkdir(unreadable)
    const asked = large.map((bytes, i) => ({ ...expectationOf(bytes), location: locations[i]! }))
    expect(await packs.getMany(asked)).toEqual([undefined, large[1]])
  })
})

describe('a pack with a torn tail', () => {
  it.each(['cut', 'zeroed'])(
    'T3 %s at every byte of the last record: the others are read, writing goes on in a new pack',
    async (how) => {
      await using reader = new Reader()
      await using folder = await folderWithPack(reader)
      const content = await readFile(folder.pack)
      const last = folder.locations[2]!.offset
      for (let at = last; at < content.length; at++) {
        const torn = how === 'cut' ? content.subarray(0, at) : Buffer.from(content).fill(0, at)
        await rm(join(folder.path, 'packs'), { recursive: true })
        await mkdir(join(folder.path, 'packs'))
        await writeFile(folder.pack, torn)
        let written: Awaited<ReturnType<typeof put>>
        {
          await using packs = await openPacks(folder.path, reader)
          written = await put(packs, 'd')
          const clean = how === 'cut' && at === last
          expect(written).toEqual({ kind: 'pack', pack: clean ? 1 : 2, offset: clean ? last : 32 })
        }
        await using packs = await openPacks(folder.path, reader)
        for (const i of [0, 1])
          expect((await packs.get(expectationOf(chunks[i]!), folder.locations[i]!)).equals(chunks[i]!)).toBe(true)
        expect((await packs.get(expectationOf(bytesOf('d', length)), written)).equals(bytesOf('d', length))).toBe(true)
        await expect(packs.get(expectationOf(chunks[2]!), folder.locations[2]!)).rejects.toMatchObject({
          name: 'ChunkDamagedError',
        })
        await rm(join(folder.path, 'quarantine'), { recursive: true })
      }
    },
  )

  it('sequences that were given out are not given again, whatever became of their records', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    await using packs = await openPacks(folder.path, reader, 40)
    expect(packs.nextSequence()).toBe(40)
  })

  it('T3 torn before its header was whole: writing goes on, sequences go on from the pack before', async () => {
    await using reader = new Reader()
    for (const headerBytes of [0, 1, 31]) {
      await using folder = await folderWithPack(reader)
      await using writer = await openPacks(folder.path, reader)
      await writer.appendManifest({ kind: 'job', json: '{"n":1}' })
      const header = (await readFile(folder.pack)).subarray(0, headerBytes)
      await writeFile(packPath(layoutOf(folder.path), 2), header)
      await using packs = await openPacks(folder.path, reader)
      await packs.appendManifest({ kind: 'job', json: '{"n":2}' })
      const manifests = (await collect(packs.entries())).flatMap((e) => (e.kind === 'manifest' ? [e.manifest] : []))
      expect(manifests.map((manifest) => manifest.json)).toEqual(['{"n":1}', '{"n":2}'])
      expect(manifests[1]!.sequence).toBeGreaterThan(manifests[0]!.sequence)
    }
  })

  it('T10 of a format of the future: refused', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    const content = await readFile(folder.pack)
    content.writeUInt32LE(2, 8)
    content.writeUInt32LE(crc32(content.subarray(0, 28)), 28)
    await writeFile(folder.pack, content)
    await expect(openPacks(folder.path, reader)).rejects.toThrow('format 2')
  })
})

describe('packs', () => {
  it('go on in the same pack after a restart, and in a new one when it is full', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    await using packs = await openPacks(folder.path, reader)
    expect((await put(packs, 'd')).pack).toBe(1)
    await put(packs, 'large', bytesOf('large', 60_000))
    expect((await put(packs, 'larger', bytesOf('larger', 60_000))).pack).toBe(2)
    expect((await put(packs, 'e')).pack).toBe(2)
  })

  it('records that wait together share one commit group, in the order they came', async () => {
    await using reader = new Reader()
    await using folder = await temporaryFolder()
    await using packs = await openPacks(folder.path, reader)
    const puts = await Promise.all(Array.from({ length: 100 }, (_, i) => put(packs, `${i}`)))
    expect(new Set(puts.map((location) => location.offset)).size).toBe(100)
    for (const [i, location] of puts.entries())
      expect((await packs.get(expectationOf(bytesOf(`${i}`, length)), location)).equals(bytesOf(`${i}`, length))).toBe(
        true,
      )
  })

  it('a copy of the folder is read the same way', async () => {
    await using reader = new Reader()
    await using folder = await folderWithPack(reader)
    await using copy = await temporaryFolder()
    await cp(folder.path, copy.path, { recursive: true })
    await using packs = await openPacks(copy.path, reader)
    expect(await collect(packs.entries())).toHaveLength(3)
  })
})
