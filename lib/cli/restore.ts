import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { listObjects } from '../backup-storage/list-objects.ts'
import { type RestoreEvent, restoreFiles } from '../restore/files/restore-files.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { ofJob } from './of-job.ts'
import { ProgressReport } from './progress.ts'
import { compareRestored } from './restore-compare.ts'
import { restoreEntry } from './restore-entry.ts'
import { planRestore } from './restore-plan.ts'
import { startRestoreReceipt } from './restore-receipt.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

interface RestoreFlags extends ConnectionFlags {
  to: string
  overwrite?: boolean
  setuid?: boolean
  dryRun?: boolean
  verifyOnly?: boolean
}

/** `thaw restore`: objects of a job back to files, every byte verified before it is written. Run again it goes on. */
export function restoreCommand(): Command {
  return withConnectionOptions(
    new Command('restore')
      .description('write a job, or what begins with a prefix, to a folder; every byte is verified')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so')
      .requiredOption('--to <folder>', 'where to write; made where it is missing')
      .option('--overwrite', 'replace files that are there')
      .option('--setuid', 'keep setuid and setgid bits')
      .addOption(new Option('--dry-run', 'only say what would be restored').conflicts('verifyOnly'))
      .option('--verify-only', 'write nothing: compare what is in the folder with the job'),
  ).action((jobId: string, prefix: string | undefined, flags: RestoreFlags) =>
    ofJob(jobId, flags, () =>
      interruptible((signal) => {
        if (flags.dryRun) return planRestore(jobId, prefix, flags, signal)
        if (flags.verifyOnly) return compareRestored(jobId, prefix, flags, signal)
        return restore(jobId, prefix, flags, signal)
      }),
    ),
  )
}

async function restore(jobId: string, prefix: string | undefined, flags: RestoreFlags, signal: AbortSignal) {
  using connection = connect(flags)
  using report = new ProgressReport('Restored')
  const { progress } = report
  const directory = resolve(flags.to)
  using receipt = startRestoreReceipt(connection, { jobId, prefix, directory })
  const tally = { unchanged: 0, kept: 0, refused: 0, failed: 0 }

  function onEvent(event: RestoreEvent): void {
    receipt?.event(event, progress)
    if (event.kind === 'bytes') progress.bytes += event.count
    else if (event.kind === 'restored') progress.items++
    else {
      tally[event.kind]++
      if (event.kind !== 'unchanged') report.say(sentence(event))
    }
  }

  let found = 0
  async function* entries() {
    for await (const object of listObjects(connection.storage, { jobId, prefix }, signal)) {
      found++
      yield restoreEntry(connection.storage, jobId, object)
    }
  }

  const counting = new AbortController()
  void countObjects(connection, { jobId, prefix }, progress, counting.signal)
  await restoreFiles(entries(), {
    directory,
    overwrite: flags.overwrite ?? false,
    setuid: flags.setuid ?? false,
    signal,
    onEvent,
  })
    .then(
      () => receipt?.done(),
      (error) => {
        receipt?.stopped(error, signal)
        throw error
      },
    )
    .finally(() => counting.abort())
  const there = tally.unchanged > 0 ? `; ${count(tally.unchanged, 'item')} already there and verified` : ''
  report.say(
    `${count(progress.items, 'item')} (${formatBytes(progress.bytes)}) restored and verified in ${formatDuration(report.elapsedSeconds)}${there}.`,
  )
  if (found === 0) throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  if (tally.failed > 0) throw new ExitError(exitCodes.failed, `${count(tally.failed, 'item')} could not be restored.`)
  const skipped = tally.kept + tally.refused
  if (skipped > 0) throw new ExitError(exitCodes.incomplete, `${count(skipped, 'item')} skipped, named above.`)
}

function sentence(event: Extract<RestoreEvent, { kind: 'kept' | 'refused' | 'failed' }>): string {
  const name = printable(event.name)
  if (event.kind === 'kept') return `Kept ${name}: something else is already there (--overwrite replaces it).`
  if (event.kind === 'refused') return `Refused ${name}: ${event.reason}.`
  return `Failed ${name}: ${printable(event.error instanceof Error ? event.error.message : String(event.error))}`
}
