import { type BackupJob, type BackupJobState, paginateListBackupJobs } from '@aws-sdk/client-backup'
import { Command } from 'commander'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { stdoutClosed } from './output.ts'
import { formatBytes, printable } from './text.ts'

type JobsFlags = ConnectionFlags & { vault?: string; resource?: string; state?: string; json?: boolean }

/** `thaw jobs`: the storage jobs, newest first. */
export function jobsCommand(): Command {
  return withConnectionOptions(
    new Command('jobs')
      .description('list storage jobs, newest first')
      .option('--vault <name>', 'only jobs of this vault')
      .option('--resource <arn>', 'only jobs of this resource')
      .option('--state <state>', 'only jobs in this state, for instance COMPLETED')
      .option('--json', 'one JSON object a line, with the names of the API'),
  ).action(jobs)
}

async function jobs(flags: JobsFlags): Promise<void> {
  using connection = connect(flags)
  const pages = paginateListBackupJobs(
    { client: connection.backup },
    {
      ByBackupVaultName: flags.vault,
      ByResourceArn: flags.resource,
      ByState: flags.state?.toUpperCase() as BackupJobState | undefined,
    },
  )
  for await (const page of pages) {
    for (const job of page.BackupJobs ?? []) console.log(flags.json ? JSON.stringify(job) : line(job))
    if (stdoutClosed()) break
  }
}

function line(job: BackupJob): string {
  const objects = job.BackupOptions?.ObjectCount
  return [
    job.BackupJobId ?? '–',
    (job.State ?? '–').padEnd(9),
    job.CreationDate ? job.CreationDate.toISOString().slice(0, 19).replace('T', ' ') : '–',
    (objects ? Number(objects).toLocaleString('en') : '–').padStart(10),
    (job.BackupSizeInBytes === undefined ? '–' : formatBytes(job.BackupSizeInBytes)).padStart(9),
    (job.BytesTransferred === undefined ? '–' : `+${formatBytes(job.BytesTransferred)}`).padStart(10),
    printable(`${job.BackupVaultName ?? '–'}  ${job.ResourceName ?? job.ResourceArn ?? '–'}`),
  ].join('  ')
}
