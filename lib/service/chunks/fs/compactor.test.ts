import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ChunkMove, ChunkRecord } from '../../ports.ts'
import { bytesOf, collect, putBytes, RowsInMemory, temporaryFolder } from '../testing.ts'
import { openFsChunkStore } from './index.ts'
import { layoutOf, packPath } from './layout.ts'

const length = 1000
const seedsOf = (count: number) => Array.from({ length: count }, (_, i) => `chunk ${i}`)

/** A store with 200 packed chunks in four packs and their rows. */
async function packedStore() {
  const folder = await temporaryFolder()
  const open = () => openFsChunkStore({ directory: folder.path, packBytes: 2 ** 16, reserveBytes: 0 })
  const rows = new RowsInMemory()
  const place = {
    store: await open(),
    rows,
    layout: layoutOf(folder.path),
    chunks: [] as ChunkRecord[],
    packs: () => readdir(join(folder.path, 'packs')),
    quarantined: () => readdir(join(folder.path, 'quarantine')),
    async reopen() {
      await place.store[Symbol.asyncDispose]()
      place.store = await open()
    },
    async [Symbol.asyncDispose]() {
      await place.store[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
  for (const seed of seedsOf(200)) {
    const { chunk } = await putBytes(place.store, bytesOf(seed, length))
    rows.add(chunk)
    place.chunks.push(chunk)
  }
  return place
}

function packOf(chunk: ChunkRecord): number {
  return chunk.location.kind === 'pack' ? chunk.location.pack : Number.NaN
}

it('deletes packs that hold nothing needed, and never the newest', async () => {
  await using place = await packedStore()
  expect(await place.packs()).toEqual(['00000001.pack', '00000002.pack', '00000003.pack', '00000004.pack'])
  await place.store.remove(place.chunks, place.rows.forget)
  expect(await place.store.compact(place.rows)).toMatchObject({ packs: 3 })
  await place.reopen()
  expect(await place.packs()).toEqual(['00000004.pack'])
})

it('R03 a pack with nothing needed is freed even where another cannot be copied', async () => {
  await using place = await packedStore()
  const needed = place.chunks.find((chunk) => packOf(chunk) === 1)!
  await place.store.remove(
    place.chunks.filter((chunk) => chunk !== needed),
    place.rows.forget,
  )
  const full = new Error('no space')
  place.rows.relocate = () => Promise.reject(full)
  await expect(place.store.compact(place.rows)).rejects.toBe(full)
  await place.reopen()
  expect(await place.packs()).toEqual(['00000001.pack', '00000004.pack'])
})

it('leaves a pack alone of which half is needed', async () => {
  await using place = await packedStore()
  const first = place.chunks.filter((chunk) => packOf(chunk) === 1)
  await place.store.remove(first.slice(0, first.length / 2 - 1), place.rows.forget)
  expect(await place.store.compact(place.rows)).toEqual({ packs: 0, bytes: 0 })
})

it('a stop between the copies and the moved rows loses nothing', async () => {
  await using place = await packedStore()
  await place.store.remove(place.chunks.slice(5), place.rows.forget)
  await place.store.appendManifest({ kind: 'job', json: '{"job":1}' })
  const stopped = new Error('the index stopped')
  place.rows.relocate = () => Promise.reject(stopped)
  await expect(place.store.compact(place.rows)).rejects.toBe(stopped)
  for (let run = 0; run < 2; run++) {
    await place.reopen()
    for (const [i, chunk] of place.chunks.slice(0, 5).entries()) {
      const row = place.rows.rows.get(chunk.checksum)!
      expect((await place.store.get(row)).equals(bytesOf(`chunk ${i}`, length))).toBe(true)
    }
    Reflect.deleteProperty(place.rows, 'relocate')
    await place.store.compact(place.rows)
  }
})

it('a row that moved meanwhile is left where it is', async () => {
  await using place = await packedStore()
  await place.store.remove(place.chunks.slice(1), place.rows.forget)
  const bytes = bytesOf('chunk 0', length)
  const healed = await putBytes(place.store, bytes)
  const relocate = place.rows.relocate.bind(place.rows)
  place.rows.relocate = async (moves: ChunkMove[]) => {
    place.rows.add(healed.chunk)
    await relocate(moves)
  }
  await place.store.compact(place.rows)
  expect(place.rows.rows.get(healed.chunk.checksum)).toEqual(healed.chunk)
})

it('T7 a damaged chunk in a pack that goes stays damaged, not missing, and can be healed', async () => {
  await using place = await packedStore()
  const [damaged, whole] = place.chunks as [ChunkRecord, ChunkRecord]
  await place.store.remove(place.chunks.slice(2), place.rows.forget)
  const path = packPath(place.layout, 1)
  const content = await readFile(path)
  content[32 + 56 + 10]! ^= 1
  await writeFile(path, content)
  await place.store.compact(place.rows)
  await place.reopen()
  expect(await place.packs()).not.toContain('00000001.pack')
  const row = () => place.rows.rows.get(damaged.checksum)!
  await expect(place.store.get(row())).rejects.toMatchObject({ name: 'ChunkDamagedError' })
  expect(await place.store.get(place.rows.rows.get(whole.checksum)!)).toHaveLength(length)
  const healed = await putBytes(place.store, bytesOf('chunk 0', length), row())
  expect(healed.written).toBe(true)
  expect((await place.store.get(healed.chunk)).equals(bytesOf('chunk 0', length))).toBe(true)
})

it('bytes that are no record are kept in quarantine when their pack goes', async () => {
  await using place = await packedStore()
  await place.store.remove(place.chunks, place.rows.forget)
  const path = packPath(place.layout, 2)
  const content = await readFile(path)
  await writeFile(path, content.subarray(0, content.length - 10))
  await place.reopen()
  await place.store.compact(place.rows)
  const [name] = await place.quarantined()
  expect(name).toMatch(/^pack-2-\d+$/)
  expect(content.includes(await readFile(join(place.layout.quarantine, name!)))).toBe(true)
})

it('manifests copied twice are one: they keep their sequence', async () => {
  await using place = await packedStore()
  await place.store.remove(place.chunks, place.rows.forget)
  await place.store.appendManifest({ kind: 'job', json: '{"job":1}' })
  for (const seed of seedsOf(60)) await putBytes(place.store, bytesOf(`filler ${seed}`, length))
  const before = packPath(place.layout, 4)
  await copyFile(before, `${before}.kept`)
  await place.store.compact(place.rows)
  await place.store[Symbol.asyncDispose]()
  await copyFile(`${before}.kept`, before)
  await place.reopen()
  const manifests = (await collect(place.store.entries())).flatMap((e) => (e.kind === 'manifest' ? [e.manifest] : []))
  expect(manifests.length).toBe(2)
  expect(new Set(manifests.map(({ sequence }) => sequence)).size).toBe(1)
})
