import type { BackupJob } from '@aws-sdk/client-backup'
import type { JobRecord } from '../index-store.ts'
import { ACCOUNT, parseResourceArn, recoveryPointArn, vaultArn } from './arns.ts'

/** A job as AWS Backup tells it. `BackupOptions` has our object count: there is no member for it. */
export function toBackupJob(job: JobRecord, region: string): BackupJob {
  const completed = job.state === 'COMPLETED'
  const created = new Date(job.createdAt)
  return {
    AccountId: ACCOUNT,
    BackupJobId: job.id,
    BackupVaultName: job.vault,
    BackupVaultArn: vaultArn(region, job.vault),
    RecoveryPointArn: recoveryPointArn(region, job.id),
    ResourceArn: job.resourceArn,
    ResourceName: parseResourceArn(job.resourceArn)?.name,
    ResourceType: job.resourceType,
    IamRoleArn: job.roleArn,
    State: job.state,
    StatusMessage: job.statusMessage,
    MessageCategory: completed ? 'SUCCESS' : undefined,
    PercentDone: completed ? '100.0' : undefined,
    CreationDate: created,
    InitiationDate: created,
    CompletionDate: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    BackupSizeInBytes: job.bytes,
    BytesTransferred: job.newBytes,
    BackupOptions: { ObjectCount: String(job.objects) },
    IsParent: false,
  }
}
