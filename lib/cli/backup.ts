import { realpath } from 'node:fs/promises'
import { Command } from 'commander'
import { backupPath } from '#lib/backup/backup.ts'
import { EmptySourceError } from '#lib/backup/census.ts'
import type { ExcludeRules } from '#lib/backup/exclude.ts'
import { scan, unreadable } from '#lib/backup/scan.ts'
import { UnfitSourceError } from '#lib/backup/source.ts'
import { SourceFileError } from '#lib/backup/source-file.ts'
import { FolderReplacedError } from '#lib/backup/source-folder.ts'
import { ownersUnsupported } from '#lib/posix/owners.ts'
import { xattrsUnsupported } from '#lib/posix/xattrs.ts'
import { createBackupReport } from './backup-report.ts'
import { backupSource } from './backup-source.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { damagedIn } from './damaged-in.ts'
import { type ExcludeFlags, excludeRules, withExcludeOptions } from './exclude-options.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { ProgressReport } from './progress.ts'
import { count, printable } from './text.ts'
import { thawCommand } from './thaw-command.ts'

type BackupFlags = ConnectionFlags &
  ExcludeFlags & {
    vault: string
    resource?: string
    name?: string
    takeOver?: boolean
    readAll?: boolean
    allowEmpty?: boolean
    ignoreCtime?: boolean
    ignoreInode?: boolean
  }

/** `thaw backup`: a file or folder into a new storage job; its id is the last line of stdout. */
export function backupCommand(): Command {
  const command = new Command('backup')
    .description('back up a file or folder; a second run stores what changed')
    .argument('<path>', 'file or folder, or - for standard input')
    .option('--resource <name>', 'name the backups of this path share (host:absolute-path)')
    .option('--vault <name>', 'vault the backup belongs to', 'Default')
    .option('--name <name>', 'what standard input is called in the backup, for instance dump.sql')
  return withConnectionOptions(
    withExcludeOptions(command)
      .option('--allow-empty', 'back up a source that is empty')
      .option('--read-all', 'store again what seems unchanged too: heals what is damaged in the store')
      .option('--ignore-ctime', 'a changed ctime alone is no change; new hard links and attributes then go unnoticed')
      .option('--ignore-inode', 'a changed inode alone is no change (network and FUSE file systems)')
      .option('--take-over', 'end a backup of the same resource that still counts as running'),
  ).action((path: string, flags: BackupFlags) => interruptible((signal) => backup(path, flags, signal)))
}

async function backup(path: string, flags: BackupFlags, signal: AbortSignal): Promise<void> {
  if (flags.resource === '')
    throw new ExitError(
      exitCodes.usage,
      '--resource cannot be used: it is empty. Name a resource, or leave the flag away.',
    )
  using connection = connect(flags)
  // The store would grow while it is read into itself.
  const store = await realpath(connection.dataDir).catch(() => connection.dataDir)
  const exclude = excludeRules(flags, [store])
  const { source, resource } = await backupSource(path, flags, signal)
  if (typeof source === 'string' && connection.ledger) await refuseStore(source, store)
  await using _content = typeof source === 'string' ? undefined : source.content
  using report = new ProgressReport('Backing up')
  const told = createBackupReport(report)

  if (xattrsUnsupported)
    report.say(`Extended attributes, ACLs and file capabilities are not kept here: ${xattrsUnsupported}.`)
  if (ownersUnsupported) report.say(`Owners are kept by their numbers, without their names: ${ownersUnsupported}.`)
  const counting = new AbortController()
  if (typeof source === 'string') void total(source, exclude, report.progress, counting.signal)
  const { jobId, warning } = await backupPath({
    ...connection,
    ...flags,
    source,
    resourceArn: `arn:aws:thaw::000000000000:resource/${flags.resource ?? resource}`,
    exclude,
    damagedIn: (job) => damagedIn(connection, job, signal),
    signal,
    onEvent: told.event,
  })
    .catch((error) => explain(error, typeof source === 'string' ? source : source.name))
    .finally(() => counting.abort())

  told.sums(exclude.patterns)
  console.log(jobId)
  const { incomplete } = told
  const but = [
    incomplete > 0 && `The backup is complete but for ${count(incomplete, 'item')} named above.`,
    warning && `The backup is stored, with a warning: ${warning}. If that is right: ${thawCommand()} confirm ${jobId}`,
  ].filter(Boolean)
  if (but.length > 0) throw new ExitError(exitCodes.incomplete, but.join(' '))
}

/** Only what lies beside the store can be left out of a walk. */
async function refuseStore(source: string, store: string): Promise<void> {
  if (!`${await realpath(source)}/`.startsWith(`${store}/`)) return
  const what = `${printable(source)} belongs to the store itself and cannot be backed up into it`
  throw new ExitError(exitCodes.failed, `${what}: stop Thaw and copy the folder ${printable(store)}.`)
}

/** What a failure means for who called the command. */
function explain(error: Error, source: string): never {
  if (error.name === 'ConflictException')
    throw new ExitError(exitCodes.failed, `${error.message}. With --take-over this backup ends that one.`)
  if (error instanceof EmptySourceError)
    throw new ExitError(
      exitCodes.failed,
      `${error.message}: ${error.leftOut ? 'do the rules say what they should?' : 'is its disk mounted?'} With --allow-empty it is backed up all the same.`,
    )
  const reason =
    error instanceof UnfitSourceError
      ? error.message
      : error instanceof SourceFileError
        ? unreadable('', error.cause).reason
        : (error instanceof FolderReplacedError || ('syscall' in error && 'path' in error)) &&
          unreadable('', error).reason
  if (reason) throw new ExitError(exitCodes.failed, `${printable(source)} cannot be backed up: ${reason}.`)
  throw error
}

/** Counts what there is beside the backup itself, for the time that is left. */
async function total(path: string, exclude: ExcludeRules, progress: ProgressReport['progress'], signal: AbortSignal) {
  const found = { items: 0, bytes: 0 }
  try {
    for await (const item of scan(path, exclude)) {
      if (signal.aborted) return
      if (item.kind !== 'found') continue
      found.items++
      found.bytes += item.size
    }
  } catch {
    return // the backup itself meets the same and says so
  }
  progress.totalItems = found.items
  progress.totalBytes = found.bytes
}
