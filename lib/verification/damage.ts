import type { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { type ChunkUse, ListChunkUsesCommand } from '@aws-sdk/client-backupstorage/extensions'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { fetchVerified, planObject } from '#lib/restore/index.ts'
import { findObject, storedObject } from '#lib/storage/stored-object.ts'

/** An object that a chunk hits. Times are milliseconds since 1970. */
export interface DamageHit {
  name: string
  /** SUMMARY of the version that has the chunk. */
  checksum: string
  length: number | undefined
  /** Index of the chunk in it, and how often it has it; -1: its list of chunks or its metadata. */
  chunkIndex: number
  count: number
  /** Jobs that show this version, newest first; at most 50 of `jobCount`. */
  jobIds: string[]
  jobCount: number
  /** The newest version of this name without damage that is known of. */
  intact: { jobId: string; checksum: string; length: number | undefined; createdAt: number | undefined } | undefined
  /** The jobs that show it, where the service tells. `toAt` null: jobs to come show it as well. */
  shownBy?: { resource: string; vault: string; fromAt: number; toAt: number | null }
}

export interface DamagePage {
  /** What the service says of the chunk. unused: no object has it; unknown: the service has no such operation. */
  state: 'stored' | 'damaged' | 'missing' | 'unused' | 'unknown'
  length: number | undefined
  hits: DamageHit[]
  cursor?: string
  /** service: all objects of all jobs; ledger: only those that were read here and found damaged. */
  from: 'service' | 'ledger'
}

/** How many hits the ledger is asked for where the service has no such operation. */
const mostRemembered = 1000

/**
 * Which objects and jobs a chunk hits, and where an intact version of each is. A page may be short or empty and still
 * carry a cursor.
 *
 * @param ledger answers where the endpoint cannot; without it such an endpoint gives no hits.
 */
export async function listDamage(
  { client, endpoint, ledger }: { client: BackupStorageClient; endpoint?: string; ledger?: Ledger },
  query: { checksum: string; cursor?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Promise<DamagePage> {
  try {
    return await listUses(client, query, signal)
  } catch (error) {
    if (!isNotOffered(error)) throw error
    const hits = await remembered(ledger, endpoint ?? '', query.checksum)
    return { state: 'unknown', length: undefined, from: 'ledger', hits }
  }
}

/**
 * The same as the service tells it.
 *
 * @throws an error that {@link isNotOffered} where the service has no such operation.
 */
export async function listUses(
  client: BackupStorageClient,
  { checksum, cursor, limit = 100 }: { checksum: string; cursor?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Promise<DamagePage> {
  const input = { ChunkChecksum: checksum, NextToken: cursor, MaxResults: limit }
  const page = await client.send(new ListChunkUsesCommand(input), { abortSignal: signal }).catch((error) => {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined
    throw error
  })
  if (!page) return { state: 'unused', length: undefined, from: 'service', hits: [] }
  return {
    state: (page.ChunkState ?? '').toLowerCase() as DamagePage['state'],
    length: page.ChunkLength,
    from: 'service',
    ...(page.NextToken && { cursor: page.NextToken }),
    hits: (page.ChunkUseList ?? []).map(hitOf),
  }
}

function hitOf(use: ChunkUse): DamageHit {
  const { FirstJobCreationDate: first, LastJobCreationDate: last, IntactVersion: intact } = use
  return {
    name: use.ObjectName ?? '',
    checksum: use.ObjectChecksum ?? '',
    length: use.ObjectLength,
    chunkIndex: use.ChunkIndex ?? -1,
    count: use.ChunkCount ?? 1,
    jobIds: use.StorageJobIds ?? [],
    jobCount: use.StorageJobCount ?? 0,
    intact: intact && {
      jobId: intact.StorageJobId ?? '',
      checksum: intact.ObjectChecksum ?? '',
      length: intact.ObjectLength,
      createdAt: intact.CreationTime?.getTime(),
    },
    ...(first && {
      shownBy: {
        resource: use.ResourceArn ?? '',
        vault: use.BackupVaultName ?? '',
        fromAt: first.getTime(),
        toAt: last?.getTime() ?? null,
      },
    }),
  }
}

async function remembered(ledger: Ledger | undefined, endpoint: string, checksum: string): Promise<DamageHit[]> {
  const hits = new Map<string, DamageHit>()
  for (const found of (await ledger?.damagedChunks.withChunk(endpoint, checksum, mostRemembered)) ?? []) {
    const key = JSON.stringify([found.object, found.objectChecksum])
    const hit = hits.get(key) ?? {
      name: found.object,
      checksum: found.objectChecksum,
      length: undefined,
      chunkIndex: found.chunkIndex,
      count: 0,
      jobIds: [],
      jobCount: 0,
      intact: undefined,
    }
    hit.count++
    if (!hit.jobIds.includes(found.jobId)) {
      hit.jobIds.push(found.jobId)
      hit.jobCount++
    }
    hits.set(key, hit)
  }
  return [...hits.values()]
}

/**
 * Reads one chunk of one object again, and heals what is known of its damage where it is whole.
 *
 * @returns whether it is; undefined where the object does not have the chunk (any more).
 */
export async function recheckChunk(
  { client, endpoint, ledger }: { client: BackupStorageClient; endpoint: string; ledger: Ledger },
  at: { jobId: string; name: string; checksum: string },
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const found = await findObject(client, at, signal)
  const object = found && storedObject(client, at.jobId, found)
  const chunk = object && (await planObject(object, signal)).chunks.find(({ checksum }) => checksum === at.checksum)
  if (!object || !chunk) return undefined
  try {
    await fetchVerified(object, chunk, object.fetchChunk, signal)
  } catch (error) {
    signal.throwIfAborted()
    if ((error as { retryable?: boolean }).retryable) throw error
    return false
  }
  await ledger.damagedChunks.healChunk(endpoint, at.checksum)
  return true
}

/** The endpoint has no such operation, in whatever words. */
export function isNotOffered(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return status === 404 || status === 405 || status === 501
}
