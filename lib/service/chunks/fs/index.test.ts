import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chunkStoreContract } from '../contract.ts'
import { bytesOf, putBytes, temporaryFolder } from '../testing.ts'
import { openFsChunkStore } from './index.ts'

chunkStoreContract('chunks in a folder', async () => {
  const folder = await temporaryFolder()
  const open = () => openFsChunkStore({ directory: folder.path, packBytes: 2 ** 16 })
  const place = {
    store: await open(),
    async reopen() {
      await place.store[Symbol.asyncDispose]()
      place.store = await open()
      return place.store
    },
    async [Symbol.asyncDispose]() {
      await place.store[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
  return place
})

it.each([
  ['packs', 100],
  ['chunks', 70_000],
])('says unavailable, not missing, when the folder %s is gone', async (name, length) => {
  await using folder = await temporaryFolder()
  await using store = await openFsChunkStore({ directory: folder.path })
  const { chunk } = await putBytes(store, bytesOf('gone', length))
  const [there, away] = [join(folder.path, name), join(folder.path, 'unmounted')]
  await rename(there, away)
  await expect(store.get(chunk)).rejects.toMatchObject({ name: 'StoreUnavailableError' })
  await rename(away, there)
  expect(await store.get(chunk)).toHaveLength(length)
})
