import { type BackupClient, type BackupJob, DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { Command } from 'commander'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { count, formatBytes, printable } from './text.ts'

type CommitFlags = ConnectionFlags & { abandonOpenUploads?: boolean }

/** `thaw commit`: makes a running job a backup, for clients that have no call for it. */
export function commitCommand(): Command {
  return withConnectionOptions(
    new Command('commit')
      .description('complete a running job, whose client has no call for it: what it holds becomes the backup')
      .argument('<job>', 'id of the running job')
      .option('--abandon-open-uploads', 'drop uploads that were never completed; without it they make this fail'),
  ).action(commit)
}

async function commit(jobId: string, flags: CommitFlags): Promise<void> {
  using connection = connect(flags)
  const { storage, backup } = connection
  await refuseOwnWriter(backup, jobId)
  await storage.send(
    new CommitBackupJobCommand({ BackupJobId: jobId, AbandonOpenUploads: flags.abandonOpenUploads ?? false }),
  )
  console.log(`Job ${printable(jobId)} is committed${contents(await described(backup, jobId))}.`)
}

/** Nothing where the endpoint has the job without describing it. */
function described(backup: BackupClient, jobId: string): Promise<BackupJob | undefined> {
  return backup.send(new DescribeBackupJobCommand({ BackupJobId: jobId })).catch(() => undefined)
}

/** @throws {ExitError} its writer is `thaw backup`, which commits when it has written all. */
async function refuseOwnWriter(backup: BackupClient, jobId: string): Promise<void> {
  const job = await described(backup, jobId)
  if (job?.State === 'RUNNING' && job.BackupOptions?.Resumable === 'true')
    throw new ExitError(
      exitCodes.failed,
      `Job ${printable(jobId)} is written by \`thaw backup\`, which commits it once all is in it: committed now, a part would pass for the backup. Where that run is gone, run the backup again.`,
    )
}

function contents(job: BackupJob | undefined): string {
  const objects = job?.BackupOptions?.ObjectCount
  if (objects === undefined) return ''
  return `: ${count(Number(objects), 'object')}, ${formatBytes(job?.BackupSizeInBytes ?? 0)}`
}
