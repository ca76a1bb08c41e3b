import { resolve } from 'node:path'
import { listObjects } from '../backup-storage/list-objects.ts'
import { type CompareEvent, compareFiles } from '../restore/files/compare-files.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { ProgressReport } from './progress.ts'
import { restoreEntry } from './restore-entry.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

/** `thaw restore --verify-only`: compares a restored folder with the job by every chunk's SHA-256; writes nothing. */
export async function compareRestored(
  jobId: string,
  prefix: string | undefined,
  flags: ConnectionFlags & { to: string },
  signal: AbortSignal,
): Promise<void> {
  using connection = connect(flags)
  using report = new ProgressReport('Compared')
  const { progress } = report
  const tally = { absent: 0, differs: 0, refused: 0 }

  function onEvent(event: CompareEvent): void {
    if (event.kind === 'same') {
      progress.items++
      progress.bytes += event.size
      return
    }
    tally[event.kind]++
    const name = printable(event.name)
    if (event.kind === 'absent') report.say(`Absent ${name}.`)
    else report.say(`${event.kind === 'differs' ? 'Differs' : 'Refused'} ${name}: ${printable(event.reason)}.`)
  }

  async function* entries() {
    for await (const object of listObjects(connection.storage, { jobId, prefix }, signal))
      yield restoreEntry(connection.storage, jobId, object)
  }

  const counting = new AbortController()
  void countObjects(connection, { jobId, prefix }, progress, counting.signal)
  const directory = resolve(flags.to)
  await compareFiles(entries(), { directory, signal, onEvent }).finally(() => counting.abort())
  const { absent, differs, refused } = tally
  if (progress.items + absent + differs + refused === 0)
    throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  const same = `${count(progress.items, 'item')} (${formatBytes(progress.bytes)}) the same as in the job, compared in ${formatDuration(report.elapsedSeconds)}`
  if (absent + differs > 0)
    throw new ExitError(exitCodes.failed, `${same}; ${count(differs, 'differs', 'differ')}, ${absent} absent.`)
  report.say(`${same}.`)
  if (refused > 0)
    throw new ExitError(exitCodes.incomplete, `${count(refused, 'item')} no restore would write, named above.`)
}
