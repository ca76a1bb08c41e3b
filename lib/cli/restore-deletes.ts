import { realpathSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import type { Connection } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { count, printable } from './text.ts'

export interface DeletingFlags {
  to: string
  overwrite?: boolean | 'folders'
  delete?: boolean
  deleteExcluded?: boolean
}

/**
 * Before a restore that may delete folders: what it must not take for something that the backup does not have.
 *
 * @throws {ExitError} Thaw's own store lies in the target, or the backup left things out that are still wanted.
 */
export async function refuseDeletes(
  { backup, dataDir }: Pick<Connection, 'backup' | 'dataDir'>,
  jobId: string,
  flags: DeletingFlags,
  signal: AbortSignal,
): Promise<void> {
  const deletes = flags.delete ? '--delete' : flags.overwrite === 'folders' ? '--overwrite=folders' : undefined
  if (deletes === undefined) return
  const store = real(dataDir)
  if (`${store}${sep}`.startsWith(`${real(flags.to)}${sep}`.replace(/\/+$/, sep)))
    throw new ExitError(
      exitCodes.failed,
      `Thaw keeps its store in ${printable(store)}, inside the target, and ${deletes} could delete it. Restore to another folder, or without ${deletes}.`,
    )
  if (!flags.delete || flags.deleteExcluded) return
  const leftOut = await leftOutOf(backup, jobId, signal)
  if (leftOut > 0)
    throw new ExitError(
      exitCodes.failed,
      `When this backup was made ${count(leftOut, 'item')} in its source ${leftOut === 1 ? 'was' : 'were'} left out or skipped; --delete would delete what is there of that. With --delete-excluded it does.`,
    )
}

/** The path without symlinks, also where nothing is there yet. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Items that the backup's writer says it has left out or could not read; 0 where nobody says. */
async function leftOutOf(backup: Connection['backup'], jobId: string, signal: AbortSignal): Promise<number> {
  const described = await backup
    .send(new DescribeBackupJobCommand({ BackupJobId: jobId }), { abortSignal: signal })
    .catch(() => undefined)
  try {
    const { excluded = {}, skipped = 0 } = JSON.parse(described?.BackupOptions?.Details ?? '{}')
    const { patterns = [], morePatterns = 0, caches = 0, mounts = 0, store = 0 } = excluded
    const byPatterns = patterns.reduce((sum: number, { items = 0 }) => sum + items, 0)
    return Number(byPatterns + morePatterns + caches + mounts + store + skipped) || 0
  } catch {
    return 0 // of another writer
  }
}
