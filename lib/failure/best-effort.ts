import type { Log } from '#lib/log.ts'

/**
 * Writes to the ledger what a download can do without: a full disk must not keep anybody from reading their backup.
 */
export function bestEffort(log: Pick<Log, 'error'>, write: () => void): void {
  try {
    write()
  } catch (error) {
    log.error({ err: error }, 'The ledger of downloads cannot be written')
  }
}
