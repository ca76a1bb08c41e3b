import 'server-only'
import { createDownloads, type Downloads } from '#lib/downloads/downloads.ts'
import { runtime } from '#lib/runtime.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import { backup, backupStorage, storageKey } from './storage.ts'

const key = Symbol.for('thaw.downloads')

/** What delivers downloads: one in the process, whichever bundles of pages and routes ask, so that limits hold for all. */
export function downloads(): Downloads {
  const known = Reflect.get(globalThis, key) as Downloads | undefined
  if (known) return known
  const source = sdkSource({ storage: backupStorage(), backup: backup(), endpoint: storageKey() })
  const { ledger, digests, log } = runtime()
  const made = createDownloads({ source, ledger, digests, log })
  Reflect.set(globalThis, key, made)
  return made
}
