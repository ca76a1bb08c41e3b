import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { failureOf } from '#lib/failure/failure-of.ts'
import { type RestoreEvent, restoreFiles } from '#lib/restore/files/restore-files.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import type { JobEnd } from '#lib/storage/no-backup.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { fileSentence } from './file-sentence.ts'
import { interruptible } from './interruptible.ts'
import { nothingRestored } from './nothing-restored.ts'
import { objectPrefix } from './object-prefix.ts'
import { ofJob } from './of-job.ts'
import { ProgressReport } from './progress.ts'
import { compareRestored } from './restore-compare.ts'
import { folderItselfEntry, restoreEntry } from './restore-entry.ts'
import { restoreObjects } from './restore-objects.ts'
import { planRestore } from './restore-plan.ts'
import { startRestoreReceipt } from './restore-receipt.ts'
import { RestoreTally, restoreSentence } from './restore-tally.ts'
import { refuseTarget, type TargetFlags } from './restore-target.ts'
import { formatDuration, printable } from './text.ts'

export interface RestoreFlags extends ConnectionFlags, TargetFlags {
  setuid?: boolean
  numericOwner?: boolean
  dryRun?: boolean
  verifyOnly?: boolean
}

/** `thaw restore`: objects of a job back to files, every byte verified before it is written. Run again it goes on. */
export function restoreCommand(): Command {
  return withConnectionOptions(
    new Command('restore')
      .description('write a job, or what begins with a prefix, to a folder; every byte is verified')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so; ./doc/, /doc/ and doc/ are the same')
      .requiredOption('--to <folder>', 'where to write; made where it is missing')
      .option('--overwrite', 'replace what is there, but no folder with something in it')
      // An option with an optional value would take the word behind it: `--overwrite doc/`.
      .addOption(new Option('--overwrite=folders', 'replace such a folder too').implies({ overwrite: 'folders' }))
      .addOption(
        new Option('--delete', 'delete what is in the restored folders and not in the job').conflicts('verifyOnly'),
      )
      .option('--delete-excluded', 'with --delete: also what the backup left out or could not read')
      .option('--setuid', 'keep setuid and setgid bits, and file capabilities')
      .option('--numeric-owner', 'give files to the users and groups of the stored numbers, not names')
      .addOption(
        new Option('--dry-run', 'only say what would be restored, and deleted with --delete').conflicts('verifyOnly'),
      )
      .option('--verify-only', 'write nothing: compare what is in the folder with the job'),
  ).action((jobId: string, prefix: string | undefined, flags: RestoreFlags) => {
    // `"$unset"`: it would be the folder somebody happens to be in, and --delete would empty it.
    if (flags.to === '')
      throw new ExitError(exitCodes.usage, 'There is nowhere to restore to: --to is empty. Name a folder.')
    return ofJob(jobId, flags, (job) => {
      if (!flags.verifyOnly) refuseTarget(job, flags)
      return interruptible((signal) => {
        if (flags.dryRun) return planRestore(jobId, prefix, flags, signal)
        if (flags.verifyOnly) return compareRestored(jobId, prefix, flags, signal)
        return restore(jobId, prefix, flags, { job, signal })
      })
    })
  })
}

async function restore(
  jobId: string,
  typed: string | undefined,
  flags: RestoreFlags,
  { job, signal }: { job: JobEnd | undefined; signal: AbortSignal },
) {
  using connection = connect(flags)
  const { storage } = connection
  const prefix = await objectPrefix(storage, { jobId, typed }, signal)
  using report = new ProgressReport('Restored')
  const { progress } = report
  const directory = resolve(flags.to)
  await using receipt = await startRestoreReceipt(connection, { jobId, prefix, directory })
  const tally = new RestoreTally()

  function onEvent(event: RestoreEvent): void {
    receipt?.event(event, progress)
    tally.heed(event)
    if (event.kind === 'bytes') progress.bytes += event.count
    else if (event.kind === 'restored') progress.items++
    const line = restoreSentence(event)
    if (line) report.say(line)
  }

  async function* entries() {
    for await (const object of restoreObjects(storage, { jobId, prefix }, signal))
      yield restoreEntry(storage, jobId, object)
  }
  async function* names() {
    for await (const { Name = '' } of listObjects(storage, { jobId, prefix }, signal)) yield Name
  }

  const counting = new AbortController()
  void countObjects(connection, { jobId, prefix }, progress, counting.signal)
  try {
    const targetIs = await restoreFiles(entries(), {
      directory,
      itself: prefix === '' ? folderItselfEntry(job?.details) : undefined,
      overwrite: flags.overwrite ?? false,
      setuid: flags.setuid ?? false,
      numericOwner: flags.numericOwner ?? false,
      extras: { prefix, removeBy: flags.delete ? names : undefined },
      signal,
      onEvent,
    }).finally(() => counting.abort())
    if (targetIs === 'private')
      report.say(
        `The folder itself is not in what was restored: ${printable(directory)} was made readable for you alone.`,
      )
    report.say(
      tally.isEmpty
        ? nothingRestored(prefix, { deletes: flags.delete })
        : tally.lastLine(formatDuration(report.elapsedSeconds)),
    )
    const shortfall = tally.shortfall()
    if (shortfall) throw shortfall
    await receipt?.end(undefined, signal)
  } catch (error) {
    const told = stopped(error, directory)
    await receipt?.end(told, signal)
    throw told
  }
}

/** What stopped a restore, in words where the system has none. */
function stopped(error: unknown, directory: string): unknown {
  const subject = `The restore to ${printable(directory)} stopped`
  const aboutFile = fileSentence(error, subject)
  if (aboutFile !== undefined) return new ExitError(exitCodes.failed, aboutFile)
  const { code, message } = failureOf(error)
  if (!/^E[A-Z]+$/.test(code)) return error
  // A code of the network: the storage endpoint was not reached, or lost.
  return new ExitError(exitCodes.failed, `${subject}: ${message} Run the same command again: it goes on where it was.`)
}
