import 'server-only'
import { createPreviews, type Previews } from '#lib/preview/previews.ts'
import { runtime } from '#lib/runtime.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import { backup, backupStorage, storageKey } from './storage.ts'

let made: Previews | undefined

/** What answers previews; one route asks. */
export function previews(): Previews {
  if (made) return made
  const { ledger, log } = runtime()
  const source = sdkSource({ storage: backupStorage(), backup: backup(), endpoint: storageKey() })
  made = createPreviews({ source, ledger, log })
  return made
}
