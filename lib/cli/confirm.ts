import { DescribeBackupJobCommand } from '@aws-sdk/client-backup'
import { ConfirmBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { Command } from 'commander'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { printable } from './text.ts'

/** `thaw confirm`: a person has looked at a backup's warning, and it can be relied on. */
export function confirmCommand(): Command {
  return withConnectionOptions(
    new Command('confirm')
      .description('say that the warning of a backup was looked at, and the backup is right as it is')
      .argument('<job>', 'id of the job'),
  ).action(confirm)
}

async function confirm(jobId: string, flags: ConnectionFlags): Promise<void> {
  using connection = connect(flags)
  const job = { BackupJobId: jobId }
  const { BackupOptions = {}, State } = await connection.backup.send(new DescribeBackupJobCommand(job))
  if (State !== 'COMPLETED')
    throw new ExitError(exitCodes.failed, `Job ${jobId} is ${State}: there is no backup to confirm.`)
  const { Warning, WarningConfirmedAt } = BackupOptions
  if (!Warning) return console.log(`Job ${jobId} carries no warning.`)
  await connection.storage.send(new ConfirmBackupJobCommand(job))
  const already = WarningConfirmedAt ? ` before, at ${WarningConfirmedAt}` : ''
  console.log(`Confirmed${already}: ${printable(Warning)}.`)
}
