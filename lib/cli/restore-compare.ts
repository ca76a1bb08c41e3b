import { resolve } from 'node:path'
import { type CompareEvent, compareFiles } from '#lib/restore/files/compare-files.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { ExtrasTally } from './extras-tally.ts'
import { fileSentence } from './file-sentence.ts'
import { nothingRestored } from './nothing-restored.ts'
import { objectPrefix } from './object-prefix.ts'
import { ProgressReport } from './progress.ts'
import { restoreEntry } from './restore-entry.ts'
import { restoreObjects } from './restore-objects.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

/** `thaw restore --verify-only`: compares a restored folder with the job by every chunk's SHA-256; writes nothing. */
export async function compareRestored(
  jobId: string,
  typed: string | undefined,
  flags: ConnectionFlags & { to: string },
  signal: AbortSignal,
): Promise<void> {
  using connection = connect(flags)
  const prefix = await objectPrefix(connection.storage, { jobId, typed }, signal)
  using report = new ProgressReport('Compared')
  const { progress } = report
  const tally = { absent: 0, differs: 0, refused: 0, unread: 0 }
  const extras = new ExtrasTally()

  function onEvent(event: CompareEvent): void {
    if (event.kind === 'same') {
      progress.items++
      progress.bytes += event.size
      return
    }
    if (event.kind === 'extra' || event.kind === 'extras') {
      extras.heed(event)
      return
    }
    tally[event.kind]++
    const name = printable(event.name)
    if (event.kind === 'absent') report.say(`Absent ${name}.`)
    else if (event.kind === 'unread') report.say(fileSentence(event.error, `Not compared ${name}`) ?? '')
    else report.say(`${event.kind === 'differs' ? 'Differs' : 'Refused'} ${name}: ${printable(event.reason)}.`)
  }

  async function* entries() {
    for await (const object of restoreObjects(connection.storage, { jobId, prefix }, signal))
      yield restoreEntry(connection.storage, jobId, object)
  }

  const counting = new AbortController()
  void countObjects(connection, { jobId, prefix }, progress, counting.signal)
  const directory = resolve(flags.to)
  await compareFiles(entries(), { directory, prefix, signal, onEvent }).finally(() => counting.abort())
  const { absent, differs, refused, unread } = tally
  if (progress.items + absent + differs + refused + unread === 0) return report.say(nothingRestored(prefix))
  const same = `${count(progress.items, 'item')} (${formatBytes(progress.bytes)}) the same as in the job, compared in ${formatDuration(report.elapsedSeconds)}`
  const more = extras.found === undefined ? '' : `; ${extras.found}`
  const unlooked = 'Modes, times, owners and attributes were not compared.'
  if (absent + differs > 0)
    throw new ExitError(
      exitCodes.failed,
      `${same}; ${count(differs, 'differs', 'differ')}, ${absent} absent${more}. ${unlooked}`,
    )
  report.say(`${same}${more}. ${unlooked}`)
  const skipped = [
    ...(unread > 0 ? [`${count(unread, 'item')} could not be compared`] : []),
    ...(refused > 0 ? [`${count(refused, 'item')} no restore would write`] : []),
  ]
  if (skipped.length > 0) throw new ExitError(exitCodes.incomplete, `${skipped.join('; ')}, named above.`)
}
