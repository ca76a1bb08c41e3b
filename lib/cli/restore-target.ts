import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { readConfig } from '#lib/config/read-config.ts'
import { isOpen } from '#lib/jobs/verdict.ts'
import type { JobEnd } from '#lib/storage/no-backup.ts'
import type { ConnectionFlags } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { count, printable } from './text.ts'

export interface TargetFlags {
  to: string
  overwrite?: boolean | 'folders'
  delete?: boolean
  deleteExcluded?: boolean
}

/**
 * Before a restore writes: nothing goes into Thaw's own store. And one that may delete folders must not take for something
 * that the backup does not have what only is not in it.
 *
 * @param job what is said of the job, where anybody can say.
 * @throws {ExitError} the target lies in Thaw's own store, or it lies there and could be deleted; the job may get more objects yet, or the backup left things
 * out that are still wanted.
 */
export function refuseTarget(job: JobEnd | undefined, flags: TargetFlags & ConnectionFlags): void {
  const store = real(readConfig(undefined, flags).dataDir)
  if (isIn(real(flags.to), store))
    throw new ExitError(
      exitCodes.failed,
      `${printable(resolve(flags.to))} belongs to the store of Thaw itself. Restore to another folder.`,
    )
  const deletes = flags.delete ? '--delete' : flags.overwrite === 'folders' ? '--overwrite=folders' : undefined
  if (deletes === undefined) return
  if (isIn(store, real(flags.to)))
    throw new ExitError(
      exitCodes.failed,
      `Thaw keeps its store in ${printable(store)}, inside the target, and ${deletes} could delete it. Restore to another folder, or without ${deletes}.`,
    )
  if (!flags.delete) return
  if (job && isOpen(job.state))
    throw new ExitError(
      exitCodes.failed,
      'The job still runs; --delete would delete what it has not stored yet. Wait for its end, or restore without --delete.',
    )
  const leftOut = flags.deleteExcluded ? 0 : leftOutOf(job?.details)
  if (leftOut > 0)
    throw new ExitError(
      exitCodes.failed,
      `When this backup was made ${count(leftOut, 'item')} in its source ${leftOut === 1 ? 'was' : 'were'} left out or skipped; --delete would delete what is there of that. With --delete-excluded it does.`,
    )
}

/** The path without symlinks, as far as it is there. */
function real(path: string): string {
  const whole = resolve(path)
  try {
    return realpathSync(whole)
  } catch {
    return whole === dirname(whole) ? whole : join(real(dirname(whole)), basename(whole))
  }
}

/** Whether a path is the folder, or lies in it. */
function isIn(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

/** Items that the backup's writer says it has left out or could not read; 0 where nobody says. */
function leftOutOf(details = '{}'): number {
  try {
    const { excluded = {}, skipped = 0 } = JSON.parse(details)
    const { patterns = [], morePatterns = 0, caches = 0, mounts = 0, store = 0 } = excluded
    const byPatterns = patterns.reduce((sum: number, { items = 0 }) => sum + items, 0)
    return Number(byPatterns + morePatterns + caches + mounts + store + skipped) || 0
  } catch {
    return 0 // of another writer
  }
}
