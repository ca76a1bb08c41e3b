import { realpath, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { type BackupEvent, backupPath } from '../backup/backup.ts'
import { scan, unreadable } from '../backup/scan.ts'
import { xattrsUnsupported } from '../posix/xattrs.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { ProgressReport } from './progress.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

type BackupFlags = ConnectionFlags & { vault: string; resource?: string; takeOver?: boolean; readAll?: boolean }

/** `thaw backup`: a file or folder into a new storage job; its id is the last line of stdout. */
export function backupCommand(): Command {
  return withConnectionOptions(
    new Command('backup')
      .description('back up a file or folder; a second run stores what changed')
      .argument('<path>', 'file or folder')
      .option('--resource <name>', 'name the backups of this path share (host:absolute-path)')
      .option('--vault <name>', 'vault the backup belongs to', 'Default')
      .option('--read-all', 'store again what seems unchanged too: heals what is damaged in the store')
      .option('--take-over', 'end a backup of the same resource that still counts as running'),
  ).action((path: string, flags: BackupFlags) => interruptible((signal) => backup(path, flags, signal)))
}

async function backup(path: string, flags: BackupFlags, signal: AbortSignal): Promise<void> {
  const absolute = resolve(path)
  await stat(absolute).catch((error) => {
    throw new ExitError(
      exitCodes.failed,
      `${printable(absolute)} cannot be backed up: ${unreadable('', error).reason}.`,
    )
  })
  const resource = flags.resource ?? `${hostname()}:${absolute}`
  using connection = connect(flags)
  using report = new ProgressReport('Backed up')
  const { progress } = report
  const tally = { stored: 0, same: 0, deleted: 0, skipped: 0, changed: 0, without: 0, bytes: 0 }
  // The store would grow while it is read into itself.
  const exclude = [await realpath(connection.dataDir).catch(() => connection.dataDir)]

  function onEvent(event: BackupEvent): void {
    if (event.kind === 'bytes') {
      progress.bytes += event.count
      tally.bytes += event.count
    } else if (event.kind === 'stored') {
      progress.items++
      tally.stored++
    } else if (event.kind === 'same') {
      progress.items++
      progress.bytes += event.entry.size
      tally.same++
    } else if (event.kind === 'deleted') {
      tally.deleted++
    } else if (event.kind === 'omitted') {
      tally.skipped++
      report.say(`Skipped ${printable(event.name)}: ${event.reason}.`)
    } else if (event.kind === 'changed') {
      tally.changed++
      report.say(`${printable(event.entry.name)} changed while it was read, twice; it is stored as it was read last.`)
    } else if (event.kind === 'without') {
      tally.without++
      report.say(`${printable(event.entry.name)} is stored without ${printable(event.what)}.`)
    } else if (event.kind === 'abandoned') {
      const end = event.stopped ? 'is stopped' : 'could not be stopped and ends when its lease lapses'
      report.say(`Job ${event.jobId} ${end}; nothing of it counts as a backup.`)
    }
  }

  if (xattrsUnsupported)
    report.say(`Extended attributes, ACLs and file capabilities are not kept here: ${xattrsUnsupported}.`)
  const counting = new AbortController()
  void total(absolute, exclude, progress, counting.signal)
  const { jobId } = await backupPath({
    ...connection,
    path: absolute,
    vault: flags.vault,
    resourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
    exclude,
    takeOver: flags.takeOver ?? false,
    readAll: flags.readAll ?? false,
    signal,
    onEvent,
  })
    .catch((error) => {
      if (error.name !== 'ConflictException') throw error
      throw new ExitError(exitCodes.failed, `${error.message}. With --take-over this backup ends that one.`)
    })
    .finally(() => counting.abort())

  report.say(
    `${count(tally.stored, 'item')} stored (${formatBytes(tally.bytes)} read), ${count(tally.same, 'item')} unchanged, ${tally.deleted.toLocaleString('en')} deleted in ${formatDuration(report.elapsedSeconds)}.`,
  )
  console.log(jobId)
  const incomplete = tally.skipped + tally.changed + tally.without
  if (incomplete > 0)
    throw new ExitError(
      exitCodes.incomplete,
      `The backup is complete but for ${count(incomplete, 'item')} named above.`,
    )
}

/** Counts what there is beside the backup itself, for the time that is left. */
async function total(path: string, exclude: string[], progress: ProgressReport['progress'], signal: AbortSignal) {
  const found = { items: 0, bytes: 0 }
  try {
    for await (const item of scan(path, exclude)) {
      if (signal.aborted) return
      if (item.kind === 'omitted') continue
      found.items++
      found.bytes += item.size
    }
  } catch {
    return // the backup itself meets the same and says so
  }
  progress.totalItems = found.items
  progress.totalBytes = found.bytes
}
