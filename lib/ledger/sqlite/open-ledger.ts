import { startThread } from '#lib/database-thread/thread.ts'
import type { Ledger } from '../ledger.ts'
import { LedgerError, type LedgerTrouble } from '../ledger-error.ts'
import { failedCall } from './errors.ts'
import { begunAnew } from './set-aside.ts'
import { type Command, tablesOver } from './tables.ts'
import type { ThreadData } from './worker.ts'

export interface LedgerOptions {
  /** Reads all of it, to find damage now. */
  check?: boolean
  /** How long this process owns what it works on without a sign of life, in milliseconds. */
  leaseMs?: number
  /**
   * What this process does of which there is one at a time, by whatever lock: what the one before it owned is nobody's
   * at once, however that one ended.
   */
  role?: string | undefined
}

/**
 * Opens the ledger in one SQLite database, creating or upgrading it. A thread writes, another one reads: neither the
 * caller's thread nor a call that reads waits for a lock on the file.
 *
 * @param path the database file; its folder must exist.
 * @throws {LedgerError}
 */
export async function openLedger(path: string, options: LedgerOptions = {}): Promise<Ledger> {
  const { check = false, leaseMs = 60_000, role } = options
  const start = (data: Pick<ThreadData, 'role' | 'check'>) =>
    startThread<Command>(
      new URL('./worker.ts', import.meta.url),
      { ...data, path, leaseMs, as: role } satisfies ThreadData,
      {
        closed: (cause) => new LedgerError(path, 'closed', `${path} is closed.`, { cause }),
        busy: () => new LedgerError(path, 'failed', `Too many calls wait for ${path}; try again in a moment.`),
        failed: (failure) => failedCall(path, failure),
      },
    ).catch((error) => {
      throw notOpened(path, error)
    })

  await using opened = new AsyncDisposableStack()
  const writer = opened.use(await start({ role: 'writer', check }))
  const reader = opened.use(await start({ role: 'reader', check: false }))
  const all = opened.move()
  return {
    ...tablesOver({ read: (command) => reader.send(command), write: (command) => writer.send(command) }),
    begunAnew: () => begunAnew(path),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Errors cross threads as plain ones, with their own members. */
function notOpened(path: string, error: Error & { trouble?: LedgerTrouble }): LedgerError {
  return new LedgerError(path, error.trouble ?? 'refused', error.message, { cause: error.cause })
}
