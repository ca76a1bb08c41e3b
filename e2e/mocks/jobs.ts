import { isFaulty } from './faults.ts'
import { payloads } from './hostile.ts'
import { scenarioName, scenarioOf, scenarios } from './scenarios.ts'

/** A BackupJob as DescribeBackupJob answers it; dates are epoch seconds, as on the wire. */
export interface MockJob {
  BackupJobId: string
  BackupVaultName: string
  ResourceArn: string
  ResourceName: string
  ResourceType: string
  IamRoleArn?: string
  RecoveryPointArn?: string
  State: string
  StatusMessage?: string
  PercentDone: string
  CreationDate: number
  CompletionDate?: number
  BackupSizeInBytes: number
  BytesTransferred: number
  BackupOptions: Record<string, string>
}

const hour = 3600
const now = Math.floor(Date.now() / 1000)
const resources = ['ada:/home', 'mail:/var/mail', 'db-1:/var/lib/postgresql', 'wiki:/srv/wiki']
const states = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'COMPLETED', 'ABORTED', 'COMPLETED', 'EXPIRED']
const nightlyCount = 600

function job(id: string, resource: string, vault: string, index: number, state: string): MockJob {
  const scenario = scenarioOf(id)
  const CreationDate = now - index * 6 * hour - hour
  const size = 3_000_000_000 + (index % 97) * 41_000_000
  return {
    BackupJobId: id,
    BackupVaultName: vault,
    ResourceArn: `arn:aws:thaw::000000000000:resource/${resource}`,
    ResourceName: resource,
    ResourceType: 'Thaw',
    State: state,
    StatusMessage: state === 'FAILED' ? 'The disk of the storage service is full' : undefined,
    PercentDone: state === 'RUNNING' ? '41.5' : '100.0',
    CreationDate,
    CompletionDate: state === 'RUNNING' ? undefined : CreationDate + 240 + (index % 50) * 13,
    BackupSizeInBytes: size,
    BytesTransferred: Math.floor(size / (3 + (index % 11))),
    BackupOptions: { ObjectCount: String(scenario.names.count) },
  }
}

/** Newest first: a running job, the scenarios, then months of nightly jobs of four resources. */
export const jobs: MockJob[] = [
  job('nightly-running', resources[0]!, 'Default', 0, 'RUNNING'),
  ...Object.keys(scenarios).map((name, index) => job(name, `scenario:${name}`, 'Scenarios', index, 'COMPLETED')),
  ...Array.from({ length: nightlyCount }, (_, index) =>
    job(
      `nightly-${String(nightlyCount - index).padStart(4, '0')}`,
      resources[index % 4]!,
      'Default',
      index + 1,
      index === 3 ? 'FAILED' : states[(index >> 2) % states.length]!,
    ),
  ),
].sort((a, b) => b.CreationDate - a.CreationDate)

/** A job for each payload, which stands in every field of it that is a text. */
export const hostileJobs: MockJob[] = payloads.map((payload, index) => ({
  ...job(`payloads.${payload}`, payload, payload, index, index % 3 ? 'FAILED' : payload),
  ResourceArn: payload,
  ResourceType: payload,
  StatusMessage: payload,
  BackupOptions: { ObjectCount: payload },
}))

/** The job itself, or the scenario's job under the id a test made up for itself. */
export function findJob(among: MockJob[], id: string): MockJob | undefined {
  if (isFaulty(id)) return job(id, id, 'Scenarios', 0, 'COMPLETED')
  const found =
    among.find((candidate) => candidate.BackupJobId === id) ??
    among.find((candidate) => candidate.BackupJobId === scenarioName(id))
  return found && { ...found, BackupJobId: id }
}
