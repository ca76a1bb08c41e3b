import { join } from 'node:path'
import { openLedger } from '#lib/ledger/ledger.ts'
import { ledgerKey } from '#lib/ledger/ledger-key.ts'
import type { IncompleteObject } from '#lib/service/rebuild/incomplete.ts'
import type { Store } from '#lib/service/store.ts'
import { printable } from './text.ts'
import { thawCommand } from './thaw-command.ts'

/** Index of what describes an object's metadata; damage to it is told without a chunk. */
const metadata = -2

/**
 * Keeps what was found in a stopped store where the next start finds it: the service then tells every job that has the
 * chunks. Where the ledger cannot be written, that is said; what was found stands.
 */
export function keepDamage({ id, paths }: Pick<Store, 'id' | 'paths'>, objects: readonly IncompleteObject[]): void {
  if (objects.length === 0) return
  // The address counts for nothing: the store lies here.
  const endpoint = ledgerKey({ endpoint: '', storeId: id })
  const found = { endpoint, reason: 'The chunk is missing or damaged.', foundAt: Date.now() }
  try {
    using ledger = openLedger(join(paths.dataDir, 'ledger.sqlite'))
    ledger.inOneWrite(() => {
      for (const { job: jobId, name: object, checksum: objectChecksum, damage } of objects) {
        ledger.verification.forgetContent(endpoint, objectChecksum)
        for (const { index, checksum } of damage) {
          const chunk = index === null ? { chunkIndex: metadata, checksum: null } : { chunkIndex: index, checksum }
          ledger.damagedChunks.record({ ...found, jobId, object, objectChecksum, ...chunk })
        }
      }
    })
  } catch (error) {
    console.error(
      `Pages and \`${thawCommand()} jobs\` do not know of this damage: ${printable((error as Error).message)} Start Thaw and run \`${thawCommand()} verify\` on the jobs named.`,
    )
  }
}
