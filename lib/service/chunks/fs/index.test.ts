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

it.each([100, 70_000])('says unavailable, not missing, when the whole volume is gone (%i bytes)', async (length) => {
  await using folder = await temporaryFolder()
  const directory = join(folder.path, 'v1')
  await using store = await openFsChunkStore({ directory })
  const { chunk } = await putBytes(store, bytesOf('gone', length))
  await rename(directory, join(folder.path, 'unmounted'))
  await expect(store.get(chunk)).rejects.toMatchObject({ name: 'StoreUnavailableError' })
  await rename(join(folder.path, 'unmounted'), directory)
  expect(await store.get(chunk)).toHaveLength(length)
})
