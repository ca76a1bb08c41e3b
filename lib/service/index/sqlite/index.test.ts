import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IndexStore } from '../../index-store.ts'
import { describeIndexStore } from '../contract/index.ts'
import { openSqliteIndex } from './index.ts'

async function openTemporary(): Promise<IndexStore> {
  const directory = await mkdtemp(join(tmpdir(), 'thaw-index-'))
  const index = await openSqliteIndex({ directory })
  return {
    ...index,
    async [Symbol.asyncDispose]() {
      await index[Symbol.asyncDispose]()
      await rm(directory, { recursive: true })
    },
  }
}

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)

describeIndexStore('The SQLite index', openTemporary, seed)
