import {
  type BackupJob,
  DeleteRecoveryPointCommand,
  paginateListBackupJobs,
  StopBackupJobCommand,
} from '@aws-sdk/client-backup'
import { CollectGarbageCommand } from '@aws-sdk/client-backupstorage/extensions'
import { Command } from 'commander'
import { type Connection, connect } from './connect.ts'
import { interruptible } from './interruptible.ts'
import { sampleVault, seedEmptyStore } from './sample-data.ts'
import { count, formatBytes } from './text.ts'

interface SampleFlags {
  dataDir?: string
  remove?: boolean
}

/** `thaw sample`: puts the sample into an empty store, or takes it out again. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description(`put a sample (vault ${sampleVault}) into the running service's empty store`)
    .option('--remove', 'delete the jobs of the sample and free what only they used')
    .option('--data-dir <path>', 'data folder of the running service (THAW_DATA_DIR)')
    .action((flags: SampleFlags) => interruptible((signal) => sample(flags, signal)))
}

async function sample({ dataDir, remove }: SampleFlags, signal: AbortSignal): Promise<void> {
  using connection = connect({ dataDir })
  if (remove) {
    const { jobs, bytes } = await removeSample(connection, signal)
    return console.log(`Removed ${count(jobs, 'job')}, freed ${formatBytes(bytes)}.`)
  }
  const seeded = await seedEmptyStore({ ...connection, signal })
  console.log(
    seeded ? `The sample is in the vault ${sampleVault}.` : 'The store has jobs already: nothing was changed.',
  )
}

/** Deletes every job of the sample vault, then what nothing refers to any more. @returns what went. */
export async function removeSample(
  { backup, storage }: Pick<Connection, 'backup' | 'storage'>,
  signal: AbortSignal,
): Promise<{ jobs: number; bytes: number }> {
  const options = { abortSignal: signal }
  const jobs: BackupJob[] = []
  const pages = paginateListBackupJobs({ client: backup }, { ByBackupVaultName: sampleVault })
  for await (const { BackupJobs = [] } of pages) jobs.push(...BackupJobs)

  for (const { BackupJobId, State } of jobs)
    if (State === 'RUNNING') await backup.send(new StopBackupJobCommand({ BackupJobId }), options)
  const points = jobs.flatMap(({ State, RecoveryPointArn }) => (State === 'COMPLETED' && RecoveryPointArn) || [])
  for (const RecoveryPointArn of points)
    await backup.send(new DeleteRecoveryPointCommand({ BackupVaultName: sampleVault, RecoveryPointArn }), options)
  const freed = await storage.send(new CollectGarbageCommand({ GraceSeconds: 0 }), options)
  return { jobs: points.length, bytes: freed.ByteCount ?? 0 }
}
