import { join } from 'node:path'
import { ledgerKey } from '#lib/ledger/ledger-key.ts'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
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
export async function keepDamage(
  { id, paths }: Pick<Store, 'id' | 'paths'>,
  objects: readonly IncompleteObject[],
): Promise<void> {
  if (objects.length === 0) return
  // The address counts for nothing: the store lies here.
  const endpoint = ledgerKey({ endpoint: '', storeId: id })
  const found = { endpoint, reason: 'The chunk is missing or damaged.', foundAt: Date.now() }
  try {
    await using ledger = await openLedger(join(paths.dataDir, 'ledger.sqlite'))
    await ledger.damagedChunks.recordAll(
      objects.flatMap(({ job: jobId, name: object, checksum: objectChecksum, damage }) =>
        damage.map(({ index, checksum }) => {
          const chunk = index === null ? { chunkIndex: metadata, checksum: null } : { chunkIndex: index, checksum }
          return { ...found, jobId, object, objectChecksum, ...chunk }
        }),
      ),
    )
  } catch (error) {
    console.error(
      `Pages and \`${thawCommand()} jobs\` do not know of this damage: ${printable((error as Error).message)} Start Thaw and run \`${thawCommand()} verify\` on the jobs named.`,
    )
  }
}
