import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '#lib/config/config.ts'
import { type ConfigFlags, readConfig } from '#lib/config/read-config.ts'
import { silent } from '#lib/log.ts'
import type { ChunkStore } from '#lib/service/ports.ts'
import type { Store } from '#lib/service/store.ts'

export interface StoppedStore extends AsyncDisposable {
  store: Store
  chunks: ChunkStore
}

/** What the store finds on the way, as sentences: a person reads it between others. */
const log = {
  ...silent,
  error: (facts: { chunk?: string }, message: string) =>
    console.error(`${message}${facts.chunk ? ` (SHA-256 ${facts.chunk})` : ''}.`),
}

/**
 * Opens the store of a data folder that no service has open, without its index. The lock is held until it is disposed.
 *
 * @throws {FolderInUseError} a service runs on it.
 * @throws {ConfigError} there is no store, or settings mean one elsewhere.
 */
export async function openStoppedStore(flags: Pick<ConfigFlags, 'dataDir'>): Promise<StoppedStore> {
  const { dataDir, storage } = readConfig(undefined, flags)
  if (storage.kind === 'remote')
    throw new ConfigError('This works on the folder of a store, not through an endpoint: run it where the store lies.')
  if (!existsSync(join(dataDir, 'v1'))) throw new ConfigError(`There is no store in ${dataDir}.`)
  const { openStore } = await import('#lib/service/store.ts')
  const { openFsChunkStore } = await import('#lib/service/chunks/fs/index.ts')
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore(dataDir))
  const chunks = opened.use(await openFsChunkStore({ directory: store.paths.root, log }))
  const all = opened.move()
  return { store, chunks, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
