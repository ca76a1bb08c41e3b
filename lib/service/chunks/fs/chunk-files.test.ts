import { copyFile, readdir, readFile, rename, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { bytesOf, collect, putBytes, temporaryFolder } from '../testing.ts'
import { ChunkFiles } from './chunk-files.ts'
import { openFsChunkStore } from './index.ts'
import { chunkPath, hexOf, layoutOf } from './layout.ts'
import { Quarantine } from './quarantine.ts'
import type { ReadRequest } from './read-request.ts'
import { Reader } from './reader.ts'
import { WriteGuard } from './write-guard.ts'

const length = 200_000
const bytes = bytesOf('good', length)

/** A store with one chunk file, and its path. */
async function storeWithChunk() {
  const folder = await temporaryFolder()
  const store = await openFsChunkStore({ directory: folder.path })
  const { chunk } = await putBytes(store, bytes)
  const place = {
    store,
    chunk,
    path: chunkPath(layoutOf(folder.path), hexOf(chunk.checksum)),
    folder: folder.path,
    quarantined: () => readdir(join(folder.path, 'quarantine')),
    async reopen() {
      await place.store[Symbol.asyncDispose]()
      place.store = await openFsChunkStore({ directory: folder.path })
    },
    async [Symbol.asyncDispose]() {
      await place.store[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
  return place
}

async function flip(path: string, bit: number): Promise<void> {
  const content = await readFile(path)
  content[bit >> 3]! ^= 1 << (bit & 7)
  await writeFile(path, content)
}

const damages: [string, (path: string) => Promise<void>][] = [
  ['the first bit flipped', (path) => flip(path, 0)],
  ['the last bit flipped', (path) => flip(path, length * 8 - 1)],
  ['cut by a byte', (path) => truncate(path, length - 1)],
  ['emptied', (path) => truncate(path, 0)],
  ['grown by a byte', (path) => truncate(path, length + 1)],
  [
    'zeroed in the middle',
    async (path) => {
      const content = await readFile(path)
      await writeFile(path, content.fill(0, 8192, 12_288))
    },
  ],
  ['another chunk of the same length', (path) => writeFile(path, bytesOf('other', length))],
]

describe('a damaged chunk file', () => {
  it.each(damages)('T7 %s: never wrong bytes, kept in quarantine, still damaged after a restart', async (_, damage) => {
    await using place = await storeWithChunk()
    await damage(place.path)
    const wrong = await readFile(place.path)
    for (const restarted of [false, false, true]) {
      if (restarted) await place.reopen()
      await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'ChunkDamagedError' })
    }
    const names = await place.quarantined()
    expect(names).toHaveLength(1)
    expect((await readFile(join(place.folder, 'quarantine', names[0]!))).equals(wrong)).toBe(true)
  })

  it.each(damages)('T7 %s: the same bytes put again heal it', async (_, damage) => {
    await using place = await storeWithChunk()
    await damage(place.path)
    await place.reopen()
    const healed = await putBytes(place.store, bytes, place.chunk)
    expect(healed).toEqual({ chunk: place.chunk, written: true })
    expect((await place.store.get(place.chunk)).equals(bytes)).toBe(true)
    expect(await place.quarantined()).toHaveLength(1)
  })

  it('T7 is found at the first reuse since the start by a put that knows no row', async () => {
    await using place = await storeWithChunk()
    await flip(place.path, 12_345)
    await place.reopen()
    expect((await putBytes(place.store, bytes)).written).toBe(true)
    expect((await place.store.get(place.chunk)).equals(bytes)).toBe(true)
    expect((await putBytes(place.store, bytes)).written).toBe(false)
  })

  it('T7 is found by many readers at once, and quarantined once', async () => {
    await using place = await storeWithChunk()
    await flip(place.path, 77)
    const reads = await Promise.allSettled(Array.from({ length: 20 }, () => place.store.get(place.chunk)))
    for (const read of reads) expect(read).toMatchObject({ status: 'rejected', reason: { name: 'ChunkDamagedError' } })
    expect(await place.quarantined()).toHaveLength(1)
  })

  it('T7 healed while others read: each gets the right bytes or the error', async () => {
    await using place = await storeWithChunk()
    await flip(place.path, 77)
    await place.reopen()
    const reads = Array.from({ length: 20 }, () => place.store.get(place.chunk))
    const put = putBytes(place.store, bytes, place.chunk)
    for (const read of await Promise.allSettled(reads)) {
      if (read.status === 'fulfilled') expect(read.value.equals(bytes)).toBe(true)
      else expect(read.reason).toMatchObject({ name: 'ChunkDamagedError' })
    }
    await put
    expect((await place.store.get(place.chunk)).equals(bytes)).toBe(true)
  })

  it('is missing when it was deleted, and when its quarantined file is', async () => {
    await using place = await storeWithChunk()
    await flip(place.path, 0)
    await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'ChunkDamagedError' })
    await rm(join(place.folder, 'quarantine'), { recursive: true })
    await place.reopen()
    await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'ChunkMissingError' })
    expect((await putBytes(place.store, bytes, place.chunk)).written).toBe(true)
    await unlink(place.path)
    await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'ChunkMissingError' })
  })

  it('T7 two chunk files swapped: neither is given out for the other', async () => {
    await using place = await storeWithChunk()
    const other = await putBytes(place.store, bytesOf('other', length))
    const otherPath = chunkPath(layoutOf(place.folder), hexOf(other.chunk.checksum))
    await copyFile(place.path, `${place.path}.swap`)
    await rename(otherPath, place.path)
    await rename(`${place.path}.swap`, otherPath)
    for (const chunk of [place.chunk, other.chunk])
      await expect(place.store.get(chunk)).rejects.toMatchObject({ name: 'ChunkDamagedError' })
  })

  it('is not "missing" when it cannot be opened', async () => {
    await using place = await storeWithChunk()
    await unlink(place.path)
    await symlink(join(place.folder, 'elsewhere'), place.path) // O_NOFOLLOW: ELOOP
    await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'StoreUnavailableError' })
  })

  it('is not removed from quarantine with its row', async () => {
    await using place = await storeWithChunk()
    await flip(place.path, 0)
    await expect(place.store.get(place.chunk)).rejects.toMatchObject({ name: 'ChunkDamagedError' })
    await place.store.remove([place.chunk], async (chunks) => chunks)
    expect(await place.quarantined()).toHaveLength(1)
  })
})

describe('chunk files', () => {
  it('a read that is wrong in memory only is right past the cache: given out, not quarantined', async () => {
    await using place = await storeWithChunk()
    await using reader = new Reader()
    const asked: boolean[] = []
    const flaky = {
      async read(request: ReadRequest) {
        asked.push(request.direct)
        const answer = await reader.read(request)
        return request.direct || answer.kind !== 'read' ? answer : { ...answer, checksum: 'wrong' }
      },
    } as Reader
    const layout = layoutOf(place.folder)
    const quarantine = new Quarantine(layout.quarantine, silent)
    const files = new ChunkFiles(layout, new WriteGuard(place.folder, 0, silent), flaky, quarantine)
    expect((await files.get(place.chunk)).equals(bytes)).toBe(true)
    expect(await files.sound(place.chunk)).toBe(true)
    expect(asked).toEqual([false, true, false, true])
    expect(await place.quarantined()).toEqual([])
  })

  it('W25 a thousand puts, good and bad, leave no temporary file and no open handle', async () => {
    await using place = await storeWithChunk()
    const handles = () => readdir('/proc/self/fd').catch(() => [])
    const before = await handles()
    for (let round = 0; round < 50; round++) {
      await Promise.allSettled(
        Array.from({ length: 20 }, async (_, i) => {
          const good = bytesOf(`${round} ${i}`, i % 2 ? 65_536 : 500)
          const checksum = place.chunk.checksum
          if (i % 5) return await putBytes(place.store, good)
          using hold = await place.store.hold(checksum)
          return await place.store.put(hold, [good] as never, { checksum, length })
        }),
      )
    }
    expect(await readdir(join(place.folder, 'tmp'))).toEqual([])
    expect((await handles()).length - before.length).toBeLessThan(40)
    expect(await collect(place.store.entries())).toHaveLength(801)
  })
})
