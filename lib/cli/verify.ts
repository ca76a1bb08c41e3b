import { Command } from 'commander'
import { createSeenChunks } from '#lib/restore/read/seen-chunks.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import { isBeingWritten, listDamage, type WalkEvent, type WalkProgress, walk } from '#lib/verification/index.ts'
import { type Connection, type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { countObjects } from './count-objects.ts'
import { damageLines } from './damage-lines.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { objectPrefix } from './object-prefix.ts'
import { ofJob } from './of-job.ts'
import { ProgressReport } from './progress.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'
import { startVerifyRecord } from './verify-record.ts'

/** Damaged chunks whose objects are named; where more are damaged, the store is. */
const mostMapped = 100

/** `thaw verify`: reads and hashes every object of a job, each distinct chunk once. */
export function verifyCommand(): Command {
  return withConnectionOptions(
    new Command('verify')
      .description('read and hash every object of a job, and name what is damaged and what else it hits')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so'),
  ).action((jobId: string, prefix: string | undefined, flags: ConnectionFlags) =>
    ofJob(jobId, flags, () => interruptible((signal) => verify(jobId, prefix, flags, signal))),
  )
}

async function verify(jobId: string, typed: string | undefined, flags: ConnectionFlags, signal: AbortSignal) {
  using connection = connect(flags)
  const prefix = await objectPrefix(connection.storage, { jobId, typed }, signal)
  using report = new ProgressReport('Verified')
  const { progress } = report
  const scope = { jobId, prefix, name: null }
  const { storage, backup, ledger } = connection
  const source = sdkSource({ storage, backup, endpoint: ledger?.endpoint ?? '' })
  await using record = await startVerifyRecord(connection, scope, await isBeingWritten(source, jobId, signal))
  const damaged = new Set<string>()
  const badChunks = new Set<string>()

  function onEvent(event: WalkEvent, soFar: WalkProgress): void {
    record?.heed(event, soFar)
    if (event.kind === 'bytes') progress.bytes += event.count
    if (event.kind === 'verified') progress.items++
    if (event.kind !== 'finding') return
    const { object, checksum, reason } = event.finding
    damaged.add(object)
    if (checksum !== null) badChunks.add(checksum)
    report.say(`Damaged ${printable(object)}: ${printable(reason)}`)
  }

  const counting = new AbortController()
  void countObjects(connection, { jobId, prefix }, progress, counting.signal)
  const done = await walk({
    source,
    scope,
    seen: createSeenChunks(),
    signal,
    onEvent,
  }).finally(() => counting.abort())
  if (done.objects === 0 && prefix !== '')
    throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  await record?.finish(done)
  await sayWhatIsHit(connection, badChunks, report, signal)
  const good = `${count(progress.items, 'object')} verified (${formatBytes(progress.bytes)} read and good in ${formatDuration(report.elapsedSeconds)})`
  if (damaged.size > 0)
    throw new ExitError(exitCodes.failed, `${good}; ${count(damaged.size, 'object is', 'objects are')} damaged.`)
  report.say(`${good}.`)
}

/** Where the service knows it: what else the damaged chunks hit, and where intact versions are. */
async function sayWhatIsHit(
  { storage }: Connection,
  badChunks: ReadonlySet<string>,
  report: ProgressReport,
  signal: AbortSignal,
): Promise<void> {
  const chunks = [...badChunks]
  for (const checksum of chunks.slice(0, mostMapped)) {
    let cursor: string | undefined
    do {
      const page = await listDamage({ client: storage }, { checksum, cursor }, signal)
      for (const line of damageLines(checksum, page)) report.say(line)
      cursor = page.cursor
    } while (cursor)
  }
  const left = chunks.length - mostMapped
  if (left > 0) report.say(`${count(left, 'more damaged chunk')} not looked up.`)
}
