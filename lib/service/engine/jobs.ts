import { randomUUID } from 'node:crypto'
import type { StartBackupJobCommandInput } from '@aws-sdk/client-backup'
import {
  backupResourceNotFound,
  conflict,
  illegalArgument,
  invalidParameterValue,
  invalidRequest,
  missingParameterValue,
  type ServiceError,
} from '../errors.ts'
import type { AbortCause, JobRecord, Refusal, SignedRequest } from '../index-store.ts'
import { jobOfRecoveryPoint, parseResourceArn, recoveryPointArn } from './arns.ts'
import { toBackupJob } from './backup-job.ts'
import type { Engine, Parts } from './engine.ts'
import { type JobFilters, jobFilters } from './job-filters.ts'
import { type JobEvent, jobRecord, type Tally } from './manifests.ts'
import { endedJob, refused, unknownJob, unrefused } from './refusals.ts'
import { given, text } from './validate.ts'

const DEFAULT_PAGE = 100
const MAX_PAGE = 1000
const MAX_ARN = 2048
/** Bytes. */
const MAX_WORDS = 1024
const MAX_DETAILS = 4096

/** The AWS Backup subset, and what nothing in the nine operations stands for: to commit, to fail, to confirm. */
export function createJobOperations({
  index,
  records,
  tokens,
  turns,
  clock,
  region,
}: Parts): Pick<
  Engine,
  | 'startBackupJob'
  | 'listBackupJobs'
  | 'describeBackupJob'
  | 'stopBackupJob'
  | 'deleteRecoveryPoint'
  | 'commitBackupJob'
  | 'failBackupJob'
  | 'confirmBackupJob'
> {
  const enter = <T extends { ok: boolean }>(event: JobEvent, row: () => Promise<T>) =>
    records.enter([jobRecord(event)], row)

  const describe = (job: JobRecord) => toBackupJob(job, { region, now: clock() })

  async function find(jobId: string | undefined): Promise<JobRecord> {
    if (jobId === undefined) throw missingParameterValue('BackupJobId is required')
    const job = await index.job(jobId)
    if (!job) throw backupResourceNotFound('There is no such backup job')
    return job
  }

  /** Ends a job in turn, as it is found by then. */
  const endInTurn = async <T>(find: () => Promise<JobRecord>, end: (job: JobRecord) => Promise<T>) =>
    turns.job(await find(), async () => end(await find()))

  /** A job of the storage API's own operations, which have other words for one that is unknown. */
  async function known(jobId: string): Promise<JobRecord> {
    const job = await index.job(jobId)
    if (!job) throw unknownJob()
    return job
  }

  /** The timeline's running job, which the next start ends or is refused by. */
  async function inTheWay(timeline: Pick<JobRecord, 'vault' | 'resourceArn'>, now: number) {
    const { vault, resourceArn } = timeline
    const [running] = (await index.jobs({ vault, resourceArn, state: 'RUNNING', limit: 1 })).jobs
    return running ? { job: running.id, lapsed: running.leaseUntil <= now, ...tally(running) } : null
  }

  interface Abort {
    cause: AbortCause
    reason: string
    request: SignedRequest | undefined
  }

  async function abort(job: JobRecord, { cause, reason, request }: Abort): Promise<void> {
    const now = clock()
    const event = { v: 1, event: 'abort', job: job.id, at: now, cause, reason, ...tally(job) } as const
    const outcome = await enter(event, () => index.abortJob({ jobId: job.id, cause, reason, request, now }))
    if (!outcome.ok) throw refusedJob(outcome.refusal)
  }

  return {
    async startBackupJob(input, { request }) {
      const { resumable, ...facts } = readStart(input)
      const outcome = await turns.start(facts, async () => {
        const now = clock()
        const jobId = randomUUID()
        const job = { jobId, now, ...facts, resumable, request }
        // Asked before the record is written: there is none of a start that is refused, or that renews a lease.
        const foreseen = await index.wouldCreateJob(job)
        if (!foreseen.ok) return foreseen
        if (!foreseen.created) return index.createJob(job)
        const replaces = await inTheWay(facts, now)
        const begun = { ...facts, ...(resumable && { resumable }), replaces }
        return enter({ v: 1, event: 'start', job: jobId, at: now, ...begun }, () => index.createJob(job))
      })
      if (!outcome.ok) throw refusedJob(outcome.refusal)
      return {
        BackupJobId: outcome.job.id,
        RecoveryPointArn: recoveryPointArn(region, outcome.job.id),
        CreationDate: new Date(outcome.job.createdAt),
        IsParent: false,
      }
    },

    async listBackupJobs(input) {
      const limit = input.MaxResults ?? DEFAULT_PAGE
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
        throw invalidParameterValue(`MaxResults must be from 1 to ${MAX_PAGE}`)
      let place: { filters?: JobFilters; cursor?: number } = {}
      if (input.NextToken === undefined) place.filters = jobFilters(input)
      else {
        const content = tokens.open('jobs-page', '', input.NextToken)
        if (!content) throw invalidParameterValue('NextToken is not one that this listing gave')
        place = JSON.parse(content.toString()) as typeof place
      }
      if (!place.filters) return { BackupJobs: [] }
      const page = await index.jobs({ ...place.filters, limit, cursor: place.cursor })
      const next = page.cursor !== undefined && JSON.stringify({ filters: place.filters, cursor: page.cursor })
      return {
        BackupJobs: page.jobs.map(describe),
        NextToken: next ? tokens.seal('jobs-page', '', Buffer.from(next)) : undefined,
      }
    },

    async describeBackupJob(input) {
      const job = await find(input.BackupJobId)
      const { BackupOptions, ...rest } = describe(job)
      const open = job.state === 'RUNNING' ? await index.openUploads({ jobId: job.id }) : undefined
      return {
        ...rest,
        BackupOptions: {
          ...BackupOptions,
          ...(open && { OpenUploads: String(open.count) }),
          ...(job.details && { Details: job.details }),
        },
      }
    },

    async stopBackupJob(input, { request }) {
      const asked = () => find(input.BackupJobId)
      return endInTurn(asked, async (job) => {
        if (job.state === 'COMPLETED') throw invalidRequest('The job is COMPLETED, it cannot be stopped')
        if (job.state === 'RUNNING') await abort(job, { cause: 'stopped', reason: 'Stopped on request', request })
        return {}
      })
    },

    async deleteRecoveryPoint(input, { request }) {
      const jobId = jobOfRecoveryPoint(input.RecoveryPointArn ?? '')
      if (jobId === undefined) throw invalidParameterValue('RecoveryPointArn is not the ARN of a recovery point')
      const asked = async () => {
        const job = await index.job(jobId)
        if (!job || job.vault !== input.BackupVaultName || job.state === 'ABORTED')
          throw backupResourceNotFound('The vault has no such recovery point')
        return job
      }
      return endInTurn(asked, async (job) => {
        if (job.state === 'RUNNING') {
          await abort(job, { cause: 'deleted', reason: 'Its recovery point was deleted while it ran', request })
          return {}
        }
        const now = clock()
        const row = { jobId, now, reason: 'Its recovery point was deleted', request }
        const outcome = await enter({ v: 1, event: 'delete', job: jobId, at: now }, () => index.deleteJob(row))
        if (!outcome.ok) throw refusedJob(outcome.refusal)
        return {}
      })
    },

    async commitBackupJob(input, { request }) {
      const jobId = given(input.BackupJobId, 'BackupJobId')
      const abandon = input.AbandonOpenUploads ?? false
      const warning = text(input.Warning, 'Warning', MAX_WORDS)
      const details = text(input.Details, 'Details', MAX_DETAILS)
      return endInTurn(
        () => known(jobId),
        async (job) => {
          if (job.state === 'COMPLETED') return {}
          if (job.state !== 'RUNNING') throw endedJob(job.state)
          // Asked before the record is written: a record of a commit that was refused would complete the job on a rebuild.
          const { count, name = '' } = await index.openUploads({ jobId })
          if (count > 0 && !abandon) throw refused({ reason: 'uploads-open', count, name })
          const now = clock()
          const event = { v: 1, event: 'commit', job: jobId, at: now, warning, details, ...tally(job) } as const
          const row = { jobId, abandon, warning, details, request, now }
          unrefused(await enter(event, () => index.commitJob(row)))
          return {}
        },
      )
    },

    async failBackupJob(input, { request }) {
      const jobId = given(input.BackupJobId, 'BackupJobId')
      const reason = given(text(input.Reason, 'Reason', MAX_WORDS), 'Reason')
      return endInTurn(
        () => known(jobId),
        async (job) => {
          if (job.state === 'COMPLETED') throw endedJob(job.state)
          if (job.state === 'RUNNING') await abort(job, { cause: 'failed', reason, request })
          return {}
        },
      )
    },

    async confirmBackupJob(input, { request }) {
      const jobId = given(input.BackupJobId, 'BackupJobId')
      return endInTurn(
        () => known(jobId),
        async (job) => {
          if (job.state !== 'COMPLETED') throw illegalArgument(`The job is ${job.state}, there is no backup to confirm`)
          if (job.warning === undefined || job.warningConfirmedAt !== undefined) return {}
          const now = clock()
          const event = { v: 1, event: 'confirm', job: jobId, at: now } as const
          unrefused(await enter(event, () => index.confirmJob({ jobId, request, now })))
          return {}
        },
      )
    },
  }
}

const tally = ({ objects, bytes, newBytes }: JobRecord): Tally => ({ objects, bytes, newBytes })

/** A refusal as AWS Backup tells it. */
function refusedJob(refusal: Refusal): ServiceError {
  switch (refusal.reason) {
    case 'timeline-busy':
      return conflict(
        `Job ${refusal.jobId} of this resource is still running, with a lease until ${new Date(
          refusal.leaseUntil,
        ).toISOString()} that every write renews. Wait for its end, stop it, commit it where its own client cannot, or start with BackupOptions {"TakeOver":"true"}`,
      )
    case 'job-unfinished':
      return conflict(
        `Job ${refusal.jobId} of this resource has finished objects and was never committed. Keep them with ` +
          `\`thaw commit ${refusal.jobId}\` (CommitBackupJob), or give them up: stop that job, or start with ` +
          'BackupOptions {"TakeOver":"true"}',
      )
    case 'token-taken':
      return invalidParameterValue(`IdempotencyToken was used for job ${refusal.jobId} of another resource`)
    case 'job-ended':
      return invalidRequest(`The job is ${refusal.state}`)
    default:
      return backupResourceNotFound('There is no such backup job')
  }
}

function readStart(input: StartBackupJobCommandInput) {
  const { BackupVaultName: vault, ResourceArn: resourceArn, IamRoleArn: roleArn, IdempotencyToken: token } = input
  if (vault === undefined) throw missingParameterValue('BackupVaultName is required')
  if (resourceArn === undefined) throw missingParameterValue('ResourceArn is required')
  if (roleArn === undefined) throw missingParameterValue('IamRoleArn is required')
  if (!/^[a-zA-Z0-9_-]{2,50}$/.test(vault))
    throw invalidParameterValue('BackupVaultName must be 2 to 50 letters, digits, hyphens or underscores')
  const resource = parseResourceArn(resourceArn)
  if (!resource || resourceArn.length > MAX_ARN || !resourceArn.isWellFormed() || /\p{Cc}/u.test(resourceArn))
    throw invalidParameterValue(`ResourceArn must be an ARN of at most ${MAX_ARN} characters`)
  refuseUnsupported(input)
  return { vault, resourceArn, resourceType: resource.type, roleArn, token, ...readOptions(input.BackupOptions) }
}

/** What this service does not do is refused, never dropped in silence. */
function refuseUnsupported(input: StartBackupJobCommandInput): void {
  const unsupported = [
    'Lifecycle',
    'RecoveryPointTags',
    'LogicallyAirGappedBackupVaultArn',
    'StartWindowMinutes',
    'CompleteWindowMinutes',
    'Index',
  ] as const
  for (const member of unsupported)
    if (input[member] !== undefined) throw invalidParameterValue(`${member} is not supported`)
}

const backupOptions = ['TakeOver', 'Resumable'] as const

function readOptions(options: Record<string, string> = {}): { takeOver: boolean; resumable: boolean } {
  for (const [name, value] of Object.entries(options)) {
    if (!backupOptions.includes(name as (typeof backupOptions)[number]))
      throw invalidParameterValue(`The backup option ${name} is not supported`)
    if (value !== 'true' && value !== 'false')
      throw invalidParameterValue(`The backup option ${name} must be true or false`)
  }
  return { takeOver: options.TakeOver === 'true', resumable: options.Resumable === 'true' }
}
