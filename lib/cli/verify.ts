import { Command } from 'commander'
import { listObjects } from '../backup-storage/list-objects.ts'
import { storedObject } from '../backup-storage/stored-object.ts'
import { verifyObjects } from '../restore/index.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { ProgressReport } from './progress.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

/** `thaw verify`: reads and hashes every object of a job, each distinct chunk once. */
export function verifyCommand(): Command {
  return withConnectionOptions(
    new Command('verify')
      .description('read and hash every object of a job, and name what is damaged')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so'),
  ).action((jobId: string, prefix: string | undefined, flags: ConnectionFlags) =>
    interruptible((signal) => verify(jobId, prefix, flags, signal)),
  )
}

async function verify(jobId: string, prefix: string | undefined, flags: ConnectionFlags, signal: AbortSignal) {
  using connection = connect(flags)
  using report = new ProgressReport('Verified')
  const { progress } = report
  const damaged = new Set<string>()
  let found = 0

  async function* objects() {
    for await (const object of listObjects(connection.storage, { jobId, prefix }, signal)) {
      found++
      yield storedObject(connection.storage, jobId, object)
    }
  }

  const counting = new AbortController()
  void countObjects(connection.storage, { jobId, prefix }, progress, counting.signal)
  await verifyObjects(objects(), {
    signal,
    onEvent(event) {
      if (event.kind === 'bytes') progress.bytes += event.count
      if (event.kind === 'object' && event.outcome === 'verified') progress.items++
      if (event.kind === 'damaged') {
        damaged.add(event.name)
        report.say(`Damaged ${printable(event.name)}: ${printable(event.error.message)}`)
      }
    },
  }).finally(() => counting.abort())
  if (found === 0) throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  const good = `${count(progress.items, 'object')} verified (${formatBytes(progress.bytes)} read and good in ${formatDuration(report.elapsedSeconds)})`
  if (damaged.size > 0)
    throw new ExitError(exitCodes.failed, `${good}; ${count(damaged.size, 'object is', 'objects are')} damaged.`)
  report.say(`${good}.`)
}
