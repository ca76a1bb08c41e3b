import 'server-only'
import { failed, type Result } from '#lib/failure/result.ts'
import type { ListedFinding, Verification } from '#lib/ledger/verification-tasks.ts'
import { runtime } from '#lib/runtime.ts'
import { recheckChunk, secondsLeft } from '#lib/verification/index.ts'
import { backupStorage, storageKey } from '../storage.ts'
import { attemptIn } from './attempt.ts'

/** A verification as a page shows it. */
export interface VerificationView extends Omit<Verification, 'endpoint' | 'aheadObjects' | 'aheadBytes'> {
  /** Done so far, behind the position as well: what a progress bar shows. */
  objects: number
  bytes: number
  /** How much damage it found, and how much of that still holds. */
  found: number
  open: number
  /** While it runs, once the total is known. */
  secondsLeft: number | undefined
}

const pageSize = 100

/** One verification; none where there is no such task. */
export async function readVerification(id: string): Promise<Result<{ task?: VerificationView }>> {
  const task = await runtime().ledger.verifications.find(id)
  return { ok: true, ...(task && { task: await view(task) }) }
}

/** Running and waiting ones first, then the newest; of a job or of all. */
export async function readVerifications(jobId?: string): Promise<Result<{ tasks: VerificationView[] }>> {
  const query = { endpoint: storageKey(), jobId, limit: pageSize }
  const tasks = await runtime().ledger.verifications.list(query)
  return { ok: true, tasks: await Promise.all(tasks.map(view)) }
}

/** When this content was last read whole and found good; undefined: never. */
export async function readVerifiedAt(checksum: string): Promise<number | undefined> {
  const [at] = await runtime().ledger.verification.verifiedAt(storageKey(), [checksum])
  return at
}

/** What a verification found, in the order it found it. `cursor`: ask with it for those behind, also later on. */
export async function readFindings(
  id: string,
  after?: number,
): Promise<Result<{ rows: ListedFinding[]; cursor: number; more: boolean }>> {
  const found = await runtime().ledger.verifications.findings(id, { limit: pageSize + 1, after })
  const rows = found.slice(0, pageSize)
  return { ok: true, rows, cursor: rows.at(-1)?.seq ?? after ?? 0, more: found.length > pageSize }
}

/** Reads a damaged chunk again. `whole`: it is healed; undefined where the object does not have it any more. */
export function recheck(jobId: string, name: string, checksum: string) {
  const at = { client: backupStorage(), endpoint: storageKey(), ledger: runtime().ledger }
  return attemptIn<{ whole: boolean | undefined }>(jobId, async (signal) => ({
    whole: await recheckChunk(at, { jobId, name, checksum }, signal),
  }))
}

/** What is to be verified. Without a name it is what begins with the prefix, and without both the whole job. */
export interface VerificationRequest {
  jobId: string
  prefix?: string | undefined
  name?: string | undefined
  /** Contents verified since then (milliseconds since 1970) are not read again; without it everything is read. */
  since?: number | undefined
}

/** Puts a verification in line; one of the same that runs or waits is given instead. */
export async function beginVerification(request: VerificationRequest): Promise<Result<{ task: VerificationView }>> {
  const { jobId, prefix = '', name = null, since = null } = request
  const task = await runtime().verifications.start({ jobId, prefix, name, since })
  return { ok: true, task: await view(task) }
}

export type VerificationChange = 'pause' | 'resume' | 'cancel'

/** Changes a verification; the answer says how it stands then, whether or not it could be changed so. */
export async function changeVerification(
  id: string,
  change: VerificationChange,
): Promise<Result<{ task: VerificationView }>> {
  const task = await runtime().verifications[change](id)
  return task
    ? { ok: true, task: await view(task) }
    : failed('UnknownVerification', 'There is no such verification. Reload the page to see those there are.')
}

async function view(task: Verification): Promise<VerificationView> {
  const { endpoint, aheadObjects, aheadBytes, ...shown } = task
  return {
    ...shown,
    objects: task.objects + aheadObjects,
    bytes: task.bytes + aheadBytes,
    ...(await runtime().ledger.verifications.countFindings(task.id)),
    secondsLeft: secondsLeft(task),
  }
}
