import { http } from 'msw/http'
import { isOpen, isShut, recordCall, untilOpen } from './control.ts'
import { meetFault } from './faults.ts'
import { absurdAnswer } from './hostile.ts'
import { findJob, type MockJob } from './jobs.ts'
import { requireSignature } from './reads.ts'
import {
  commitBackupJob,
  confirmBackupJob,
  deleteRecoveryPoint,
  ownJob,
  ownTimeline,
  stopBackupJob,
} from './timelines.ts'
import { accessDenied, errorResponse, jsonResponse, throttling, unavailable, WireError } from './wire.ts'

/*
 * The jobs of AWS Backup. A list filtered by a vault named after a fault (with anything after a dot) meets that fault:
 * Unavailable, Throttled and Held until a test opens the gate of that vault, Denied always. So does one named after an
 * exception (faults.ts). Jobs of vaults called `Own.…` can be changed (timelines.ts); page tokens of `Expired.…` expire.
 */

async function answer(
  operation: string,
  request: Request,
  subject: string,
  respond: (query: URLSearchParams) => object,
  service = 'backup',
): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url)
  recordCall({ operation, subject, key: `${request.method} ${pathname}${search}` })
  try {
    requireSignature(request, service)
    meetFault(subject, operation)
    await faultOf(subject)
    return absurdAnswer(subject) ?? jsonResponse(respond(searchParams))
  } catch (error) {
    if (error instanceof WireError) return errorResponse(error)
    throw error
  }
}

async function faultOf(vault: string): Promise<void> {
  const fault = vault.split('.', 1)[0]
  if (fault === 'Denied') throw accessDenied()
  if (fault === 'Held') await untilOpen(vault)
  if (fault === 'Unavailable' && !isOpen(vault)) throw unavailable()
  if (fault === 'Throttled' && !isOpen(vault)) throw throttling()
}

function invalid(message: string): WireError {
  return new WireError('InvalidParameterValueException', 400, message)
}

function matches(job: MockJob, query: URLSearchParams): boolean {
  const bound = (name: string) => Date.parse(query.get(name)!) / 1000
  const completed = job.CompletionDate
  return (
    (!query.has('resourceArn') || job.ResourceArn === query.get('resourceArn')) &&
    (!query.has('state') || job.State === query.get('state')) &&
    (!query.has('backupVaultName') || job.BackupVaultName === query.get('backupVaultName')) &&
    (!query.has('resourceType') || job.ResourceType === query.get('resourceType')) &&
    (!query.has('createdAfter') || job.CreationDate >= bound('createdAfter')) &&
    (!query.has('createdBefore') || job.CreationDate < bound('createdBefore')) &&
    (!query.has('completeAfter') || (completed !== undefined && completed >= bound('completeAfter'))) &&
    (!query.has('completeBefore') || (completed !== undefined && completed < bound('completeBefore')))
  )
}

function listBackupJobs(jobs: MockJob[], query: URLSearchParams): object {
  const limit = Number(query.get('maxResults') ?? 1000)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('MaxResults must be from 1 to 1000')
  const vault = query.get('backupVaultName') ?? ''
  const first = query.has('nextToken') ? openToken(vault, query.get('nextToken')!) : 0
  const found = vault.startsWith('Expired.') ? jobs : (ownTimeline(vault) ?? jobs).filter((job) => matches(job, query))
  const next = first + limit
  return {
    BackupJobs: found.slice(first, next),
    NextToken: next < found.length ? sealToken(vault, next) : undefined,
  }
}

/** Vaults whose first tokens have expired: those called `Expired.<anything>` let them expire at first use. */
const expired = new Set<string>()

function sealToken(vault: string, next: number): string {
  return Buffer.from(JSON.stringify([next, expired.has(vault)])).toString('base64url')
}

function openToken(vault: string, text: string): number {
  const [next, anew] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [number, boolean]
  if (vault.startsWith('Expired.') && !anew) {
    expired.add(vault)
    throw invalid('The token has expired')
  }
  if (!Number.isInteger(next)) throw invalid('The token is not known')
  return next
}

function describeBackupJob(jobs: MockJob[], id: string): object {
  const job = ownJob(id) ?? findJob(jobs, id)
  if (!job) throw new WireError('ResourceNotFoundException', 400, `Backup job ${id} does not exist`)
  return job
}

/** `host` is a URL without path, such as `http://backup-storage.test`. */
export function controlPlaneHandlers(host: string, jobs: MockJob[]) {
  return [
    ...[`${host}/backup-jobs`, `${host}/backup-jobs/`].map((path) =>
      http.get(path, ({ request }) => {
        const vault = new URL(request.url).searchParams.get('backupVaultName') ?? ''
        return answer('ListBackupJobs', request, vault, (query) => listBackupJobs(jobs, query))
      }),
    ),
    http.get<{ job: string }>(`${host}/backup-jobs/:job`, ({ request, params: { job } }) =>
      answer('DescribeBackupJob', request, job, () => describeBackupJob(jobs, job)),
    ),
    http.post<{ job: string }>(`${host}/backup-jobs/:job`, ({ request, params: { job } }) =>
      answer('StopBackupJob', request, job, () => stopBackupJob(job)),
    ),
    http.delete<{ vault: string; arn: string }>(
      `${host}/backup-vaults/:vault/recovery-points/:arn`,
      ({ request, params: { vault, arn } }) =>
        answer('DeleteRecoveryPoint', request, vault, () => deleteRecoveryPoint(vault, arn)),
    ),
    http.put<{ job: string }>(`${host}/backup-jobs/:job/commit`, async ({ request, params: { job } }) => {
      const { AbandonOpenUploads = false } = (await request.clone().json()) as { AbandonOpenUploads?: boolean }
      return answer('CommitBackupJob', request, job, () => commitBackupJob(job, AbandonOpenUploads), 'backup-storage')
    }),
    http.put<{ job: string }>(`${host}/backup-jobs/:job/confirm`, ({ request, params: { job } }) =>
      answer('ConfirmBackupJob', request, job, () => confirmBackupJob(job), 'backup-storage'),
    ),
    http.get(`${host}/maintenance/store`, () =>
      jsonResponse({
        ...(isShut('store') && {
          ReadOnlyReason: 'The index is damaged: its check found 3 errors',
          ReadOnlyRemedy: 'Stop the service, then run `thaw rebuild`',
        }),
        StoredBytes: 412_316_860_416,
        FreeBytes: 91_268_055_040,
        ChunkCount: 98_304,
        JobCount: jobs.length,
      }),
    ),
  ]
}

/** An endpoint that knows the nine storage operations and nothing else. */
export function absentHandlers(host: string) {
  return [
    http.all(`${host}/*`, () =>
      errorResponse(new WireError('UnknownOperationException', 404, 'The operation is not known here')),
    ),
  ]
}
