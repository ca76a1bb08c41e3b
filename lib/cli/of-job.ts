import { isOpen } from '#lib/jobs/verdict.ts'
import { endOf, explained, type JobEnd } from '#lib/storage/no-backup.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { printable } from './text.ts'

/**
 * Work on what a job holds. Where it ended without a backup, that is said before anything begins; where it still runs,
 * that what it holds so far is no backup.
 *
 * @param work gets what is said of the job, where anybody can say.
 * @throws {NoBackupError} also where it ends so meanwhile.
 */
export async function ofJob<T>(
  jobId: string,
  flags: ConnectionFlags,
  work: (job: JobEnd | undefined) => Promise<T>,
): Promise<T> {
  using connection = connect(flags)
  const end = await endOf(connection.backup, jobId)
  if (end?.error) throw end.error
  if (end && isOpen(end.state))
    console.error(`Job ${printable(jobId)} still runs: this is what it holds so far, and no backup yet.`)
  try {
    return await work(end)
  } catch (error) {
    throw await explained(connection.backup, jobId, error)
  }
}
