import 'server-only'
import { ListBackupJobsCommand } from '@aws-sdk/client-backup'
import type { JobRow } from '#components/jobs/job-row.ts'
import type { LastSeen } from '#components/panel/in-hand.ts'
import { findObject, firstObjects } from '#lib/storage/stored-object.ts'
import { backup, backupStorage } from '../storage.ts'
import { attempt } from './attempt.ts'
import { jobRow, readJob } from './job.ts'
import { readSiblings } from './jobs.ts'

/** How many backups are looked at, one question each: so many before the job, so many after it. */
const mostBefore = 12
const mostAfter = 4
const atOnce = 4

/**
 * Where a name that a job lacks is found: in the nearest backup of the same resource before it, else after it.
 *
 * @param name an object, or a folder where it ends with '/'.
 */
export function readLastSeen(jobId: string, name: string) {
  return attempt<LastSeen>(async (signal) => {
    const answer = await readJob(jobId)
    if (!answer.ok || !answer.job.arn || answer.job.created === undefined) return { looked: 0 }
    const { arn, vault, created } = answer.job
    const [{ BackupJobs: before = [] }, siblings] = await Promise.all([
      backup().send(
        new ListBackupJobsCommand({
          ByResourceArn: arn,
          ByBackupVaultName: vault,
          ByCreatedBefore: new Date(created),
          MaxResults: 2 * mostBefore,
        }),
        { abortSignal: signal },
      ),
      readSiblings(arn, vault),
    ])
    const after = siblings.ok ? siblings.jobs.filter((job) => (job.created ?? 0) > created).reverse() : []
    const nearest = [
      ...before.map(jobRow).filter(isWhole).slice(0, mostBefore),
      ...after.filter(isWhole).slice(0, mostAfter),
    ]
    for (let i = 0; i < nearest.length; i += atOnce) {
      const some = nearest.slice(i, i + atOnce)
      const has = await Promise.all(some.map((job) => isThere(job.id, name, signal)))
      const seen = some[has.indexOf(true)]
      if (seen?.created !== undefined)
        return {
          looked: nearest.length,
          seen: { jobId: seen.id, created: seen.created, newer: seen.created > created },
        }
    }
    return { looked: nearest.length }
  })
}

const isWhole = ({ state }: JobRow) => state === 'COMPLETED' || state === 'ISSUES'

/** Whether a job has this object, or anything in this folder; one that cannot be asked has not. */
async function isThere(jobId: string, name: string, abortSignal: AbortSignal): Promise<boolean> {
  try {
    const storage = backupStorage()
    if (!name.endsWith('/')) return (await findObject(storage, { jobId, name }, abortSignal)) !== undefined
    return (await firstObjects(storage, { jobId, prefix: name, most: 1 }, abortSignal)).length > 0
  } catch {
    return false
  }
}
