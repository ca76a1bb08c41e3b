import type { Log } from '#lib/log.ts'

/**
 * Writes to the ledger what a download can do without: a full disk must not keep anybody from reading their backup.
 *
 * @returns when it is written, or when that failed; never rejects.
 */
export async function bestEffort(log: Pick<Log, 'error'>, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    log.error({ err: error }, 'The ledger of downloads cannot be written')
  }
}
