/**
 * What is known here of jobs: which are damaged, and how much of each was verified. Both are facts about content, and the
 * endpoint says which jobs show it, where it can. That is asked when jobs are looked at: once for a damaged chunk or a
 * verified job, and again after jobs began or ended. So looking at a hundred jobs costs no more than at one.
 */
import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { DescribeStoreCommand, ListSharedContentCommand } from '@aws-sdk/client-backupstorage/extensions'
import type { JobFacts } from '#lib/jobs/job-facts.ts'
import type { DamagedVersion } from '#lib/ledger/known-damage.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { VerifiedSource } from '#lib/ledger/shared-content.ts'
import { type DamageHit, isNotOffered, listUses, recheckChunk } from './damage.ts'

export interface KnownAt {
  client: BackupStorageClient
  /** Under which the ledger keeps it. */
  endpoint: string
  ledger: Ledger
}

type LookedAt = Pick<JobFacts, 'id' | 'arn' | 'vault' | 'created' | 'completed'>

/** Chunks and jobs asked about at one look; those beyond have their turn at the next. */
const mostAsked = 1_000

/** Operations and endpoints that do not have them, as far as this process was told. */
const notOffered = new Set<string>()

/** The same jobs with what is known of them, as of the last look. */
export async function withKnown<Job extends LookedAt>(
  { endpoint, ledger }: Pick<KnownAt, 'endpoint' | 'ledger'>,
  jobs: readonly Job[],
): Promise<(Job & Pick<JobFacts, 'verified' | 'recordsSince' | 'damaged'>)[]> {
  const found = await ledger.verification.coverage(
    endpoint,
    jobs.map(({ id }) => id),
  )
  const coverage = new Map(found.map(({ jobId, countedAt: _, ...facts }) => [jobId, facts]))
  const recordsSince = (await ledger.begunAnew())?.at
  const judged = await withDamage({ endpoint, ledger }, jobs)
  return judged.map((job) => ({
    ...job,
    verified: coverage.get(job.id),
    ...(recordsSince !== undefined && (job.completed ?? 0) < recordsSince && { recordsSince }),
  }))
}

/** Only whether each is damaged: enough to find the good ones among thousands. */
export async function withDamage<Job extends LookedAt>(
  { endpoint, ledger }: Pick<KnownAt, 'endpoint' | 'ledger'>,
  jobs: readonly Job[],
): Promise<(Job & Pick<JobFacts, 'damaged'>)[]> {
  const affected = await ledger.knownDamage.affected(endpoint, jobs)
  return jobs.map((job) => ({ ...job, damaged: affected.has(job.id) }))
}

/**
 * Asks the endpoint what is due, as far as it can tell; what it cannot stays as it was.
 *
 * @throws what the endpoint answers otherwise: what was learned until then is kept.
 */
export async function lookAgain(at: KnownAt, jobs: readonly LookedAt[], signal: AbortSignal): Promise<void> {
  await lookAtDamage(at, jobs, signal)
  const timelines = changedTimelines(jobs)
  const through = lastChange(timelines)
  const { endpoint, ledger } = at
  await whereOffered(`ListSharedContent ${endpoint}`, async () => {
    for (const source of await ledger.sharedContent.due(endpoint, timelines, mostAsked))
      await askWhatIsShared(at, source, through, signal)
  })
}

/** Of what {@link lookAgain} asks: what the known damage hits. */
export async function lookAtDamage(at: KnownAt, jobs: readonly LookedAt[], signal: AbortSignal): Promise<void> {
  const through = lastChange(changedTimelines(jobs))
  const { endpoint, ledger } = at
  await whereOffered(`ListChunkUses ${endpoint}`, async () => {
    for (const checksum of await ledger.knownDamage.notLookedAt(endpoint, through, mostAsked))
      await askForUses(at, checksum, through, signal)
  })
}

const lastChange = (timelines: readonly { since: number }[]) => Math.max(0, ...timelines.map(({ since }) => since))

async function whereOffered(what: string, ask: () => Promise<void>): Promise<void> {
  if (notOffered.has(what)) return
  try {
    await ask()
  } catch (error) {
    if (!isNotOffered(error)) throw error
    notOffered.add(what)
  }
}

function changedTimelines(jobs: readonly LookedAt[]) {
  const timelines = new Map<string, { arn: string; vault: string; since: number }>()
  for (const { arn = '', vault = '', created = 0, completed = 0 } of jobs) {
    const key = JSON.stringify([arn, vault])
    const since = Math.max(created, completed, timelines.get(key)?.since ?? 0)
    timelines.set(key, { arn, vault, since })
  }
  return [...timelines.values()]
}

async function askForUses(at: KnownAt, checksum: string, through: number, signal: AbortSignal): Promise<void> {
  const { client, endpoint, ledger } = at
  const versions: DamagedVersion[] = []
  let cursor: string | undefined
  let isRead = false
  do {
    const { state, hits, ...page } = await listUses(client, { checksum, cursor }, signal)
    if (state === 'unused') {
      // No object has it any more, unless the service's index has lost some.
      const { ReadOnlyReason } = await client.send(new DescribeStoreCommand({}), { abortSignal: signal })
      if (ReadOnlyReason === undefined) await ledger.damagedChunks.healChunk(endpoint, checksum)
      return
    }
    const [hit] = hits
    if (state === 'stored' && hit && !isRead) {
      isRead = true
      if (await isWholeAgain(at, checksum, hit, signal)) return
    }
    for (const { name, checksum: objectChecksum, chunkIndex, shownBy } of hits)
      if (shownBy) versions.push({ ...shownBy, object: name, objectChecksum, chunkIndex })
    cursor = page.cursor
  } while (cursor)
  await ledger.knownDamage.setUses({ endpoint, checksum, through }, versions)
}

/** Stored, as far as the service knows: it may have been stored again, or lie where the disk cannot read. A read tells. */
async function isWholeAgain(at: KnownAt, checksum: string, hit: DamageHit, signal: AbortSignal): Promise<boolean> {
  const [jobId] = hit.jobIds
  if (jobId === undefined) return false
  try {
    return (await recheckChunk(at, { jobId, name: hit.name, checksum }, signal)) === true
  } catch {
    signal.throwIfAborted()
    return false // what cannot be read now stays known as damaged
  }
}

async function askWhatIsShared(
  { client, endpoint, ledger }: KnownAt,
  { source, jobId, prefix, through, objects, bytes }: VerifiedSource,
  since: number,
  abortSignal: AbortSignal,
): Promise<void> {
  try {
    const { ResourceArn, BackupVaultName, SharedContentList } = await client.send(
      new ListSharedContentCommand({
        StorageJobId: jobId,
        ...(prefix !== '' && { StartingObjectPrefix: prefix }),
        ...(through !== null && { EndingObjectName: through }),
      }),
      { abortSignal },
    )
    await ledger.sharedContent.set(
      { endpoint, source, arn: ResourceArn ?? '', vault: BackupVaultName ?? '', since },
      [{ StorageJobId: jobId, MissingObjectCount: 0, MissingByteCount: 0 }, ...(SharedContentList ?? [])].map(
        ({ StorageJobId = '', MissingObjectCount = objects, MissingByteCount = bytes }) => ({
          jobId: StorageJobId,
          objects: Math.max(objects - MissingObjectCount, 0),
          bytes: Math.max(bytes - MissingByteCount, 0),
        }),
      ),
    )
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error
    // The job was deleted: what was known of it stays true.
    await ledger.sharedContent.close(endpoint, source)
  }
}
