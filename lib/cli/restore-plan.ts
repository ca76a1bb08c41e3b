import { resolve } from 'node:path'
import { listObjects } from '../backup-storage/list-objects.ts'
import { entryName } from '../restore/files/entry-name.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { restoreEntry } from './restore-entry.ts'
import { count, formatBytes, printable } from './text.ts'

/** `thaw restore --dry-run`: what would be restored and what refused, from the listing alone. */
export async function planRestore(
  jobId: string,
  prefix: string | undefined,
  flags: ConnectionFlags & { to: string },
  signal: AbortSignal,
): Promise<void> {
  using connection = connect(flags)
  const tally = { file: 0, dir: 0, symlink: 0, refused: 0, bytes: 0, unknown: 0 }
  for await (const object of listObjects(connection.storage, { jobId, prefix }, signal)) {
    const { name, type, size } = restoreEntry(connection.storage, jobId, object)
    const place = entryName(name)
    if (!place.ok) {
      tally.refused++
      console.log(`Would refuse ${printable(name)}: ${place.reason}.`)
      continue
    }
    tally[type]++
    if (type !== 'file') continue
    tally.bytes += size ?? 0
    if (size === undefined) tally.unknown++
  }
  const { file, dir, symlink, refused, bytes, unknown } = tally
  if (file + dir + symlink + refused === 0)
    throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  const size = `${unknown > 0 ? 'at least ' : ''}${formatBytes(bytes)}`
  console.log(
    `Would restore ${count(file, 'file')} (${size}), ${count(dir, 'folder')} and ${count(symlink, 'symlink')} to ${printable(resolve(flags.to))}.`,
  )
  if (refused > 0) throw new ExitError(exitCodes.incomplete, `${count(refused, 'item')} would be refused, named above.`)
}
