import { resolve } from 'node:path'
import { Command } from 'commander'
import { listObjects } from '../backup-storage/list-objects.ts'
import { type RestoreEvent, restoreFiles } from '../restore/files/restore-files.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { ProgressReport } from './progress.ts'
import { restoreEntry } from './restore-entry.ts'
import { startRestoreReceipt } from './restore-receipt.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

type RestoreFlags = ConnectionFlags & { to: string; overwrite?: boolean; setuid?: boolean }

/** `thaw restore`: objects of a job back to files, every byte verified before it is written. */
export function restoreCommand(): Command {
  return withConnectionOptions(
    new Command('restore')
      .description('write a job, or what begins with a prefix, to a folder; every byte is verified')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so')
      .requiredOption('--to <folder>', 'where to write; made where it is missing')
      .option('--overwrite', 'replace files that are there')
      .option('--setuid', 'keep setuid and setgid bits'),
  ).action((jobId: string, prefix: string | undefined, flags: RestoreFlags) =>
    interruptible((signal) => restore(jobId, prefix, flags, signal)),
  )
}

async function restore(jobId: string, prefix: string | undefined, flags: RestoreFlags, signal: AbortSignal) {
  using connection = connect(flags)
  using report = new ProgressReport('Restored')
  const { progress } = report
  const directory = resolve(flags.to)
  using receipt = startRestoreReceipt(connection, { jobId, prefix, directory })
  const tally = { kept: 0, refused: 0, failed: 0 }

  function onEvent(event: RestoreEvent): void {
    receipt?.event(event, progress)
    if (event.kind === 'bytes') progress.bytes += event.count
    else if (event.kind === 'restored') progress.items++
    else {
      tally[event.kind]++
      report.say(sentence(event))
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
  void countObjects(connection.storage, { jobId, prefix }, progress, counting.signal)
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
  report.say(
    `${count(progress.items, 'item')} (${formatBytes(progress.bytes)}) restored and verified in ${formatDuration(report.elapsedSeconds)}.`,
  )
  if (found === 0) throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  if (tally.failed > 0) throw new ExitError(exitCodes.failed, `${count(tally.failed, 'item')} could not be restored.`)
  const skipped = tally.kept + tally.refused
  if (skipped > 0) throw new ExitError(exitCodes.incomplete, `${count(skipped, 'item')} skipped, named above.`)
}

function sentence(event: Extract<RestoreEvent, { kind: 'kept' | 'refused' | 'failed' }>): string {
  const name = printable(event.name)
  if (event.kind === 'kept') return `Kept ${name}: it is already there (--overwrite replaces it).`
  if (event.kind === 'refused') return `Refused ${name}: ${event.reason}.`
  return `Failed ${name}: ${printable(event.error instanceof Error ? event.error.message : String(event.error))}`
}
