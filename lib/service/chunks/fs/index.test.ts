import { chunkStoreContract } from '../contract.ts'
import { temporaryFolder } from '../testing.ts'
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
