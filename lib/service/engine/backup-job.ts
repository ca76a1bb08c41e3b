import type { BackupJob } from '@aws-sdk/client-backup'
import { type JobRecord, LEASE_MS } from '../index-store.ts'
import { ACCOUNT, parseResourceArn, recoveryPointArn, vaultArn } from './arns.ts'

const LAPSED = `Nothing was written for ${LEASE_MS / 60_000} minutes`
const GIVES_WAY = `${LAPSED}; the next backup of this resource takes its place`
const STAYS = `${LAPSED}; its finished objects stay until it is committed or stopped`

/**
 * A job as AWS Backup tells it. `BackupOptions` has what there is no member for.
 *
 * @param now milliseconds since the epoch; a running job whose lease has lapsed says so.
 */
export function toBackupJob(job: JobRecord, { region, now }: { region: string; now: number }): BackupJob {
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
    StatusMessage: job.state === 'RUNNING' && job.leaseUntil <= now ? lapsed(job) : job.statusMessage,
    MessageCategory: completed ? 'SUCCESS' : undefined,
    PercentDone: completed ? '100.0' : undefined,
    CreationDate: created,
    InitiationDate: created,
    CompletionDate: job.endedAt === undefined ? undefined : new Date(job.endedAt),
    BackupSizeInBytes: job.bytes,
    BytesTransferred: job.newBytes,
    BackupOptions: options(job),
    IsParent: false,
  }
}

const lapsed = ({ resumable }: JobRecord) => (resumable ? GIVES_WAY : STAYS)

function options(job: JobRecord): Record<string, string> {
  const confirmed = job.warningConfirmedAt
  return {
    ObjectCount: String(job.objects),
    ...(job.resumable && { Resumable: 'true' }),
    ...(job.abortCause && { AbortCause: job.abortCause }),
    ...(job.warning && { Warning: job.warning }),
    ...(confirmed !== undefined && { WarningConfirmedAt: new Date(confirmed).toISOString() }),
  }
}
