import 'server-only'
import { backup, backupStorage, storageKey } from '#lib/backup-storage/index.ts'
import { sdkSource } from '#lib/downloads/sdk-source.ts'
import { createPreviews, type Previews } from '#lib/preview/previews.ts'
import { runtime } from '#lib/runtime.ts'

let made: Previews | undefined

/** What answers previews; one route asks. */
export function previews(): Previews {
  if (made) return made
  const { ledger, log } = runtime()
  made = createPreviews({ source: sdkSource(backupStorage(), backup(), storageKey()), ledger, log })
  return made
}
