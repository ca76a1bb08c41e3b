import {
  type BackupObject,
  type BackupStorageClient,
  GetChunkCommand,
  ListChunksCommand,
  ListObjectsCommand,
} from '@aws-sdk/client-backupstorage'
import { type FetchChunk, isNamed, type ListChunks, planObject, renewingTokens, retrying } from '#lib/restore/index.ts'
import { handedOver, offeredReading } from './handover.ts'
import { type GetOne, smallBytes, smallChunks } from './small-chunks.ts'
import { StorageRequestError } from './storage-request-error.ts'

export { StorageRequestError }

/** An object as `planObject` and `readVerified` want it. */
export interface StoredObject {
  name: string
  checksum: string
  listChunks: ListChunks
  /** Tries again by itself what may succeed later. */
  fetchChunk: FetchChunk
}

/** The object of exactly this name in a job, if there is one. */
export async function findObject(
  client: BackupStorageClient,
  { jobId, name }: { jobId: string; name: string },
  signal?: AbortSignal,
): Promise<BackupObject | undefined> {
  // Of all names with this prefix the name itself is the first.
  const [first] = await firstObjects(client, { jobId, prefix: name, most: 1 }, signal)
  return first?.Name === name ? first : undefined
}

/**
 * The first objects with a prefix, in the order of names from `start` on. A page may be short or empty and the next one
 * not: they are asked for until there are `most` objects, or no more.
 */
export async function firstObjects(
  client: BackupStorageClient,
  { jobId, prefix, start, most }: { jobId: string; prefix: string; start?: string; most: number },
  abortSignal?: AbortSignal,
): Promise<BackupObject[]> {
  const found: BackupObject[] = []
  let token: string | undefined
  do {
    const input = {
      StorageJobId: jobId,
      StartingObjectPrefix: prefix,
      StartingObjectName: start,
      MaxResults: most,
      NextToken: token,
    }
    const { ObjectList, NextToken } = await client.send(new ListObjectsCommand(input), { abortSignal })
    found.push(...(ObjectList ?? []))
    token = NextToken
  } while (token && found.length < most)
  return found.slice(0, most)
}

/** How a listed object's chunks are listed and fetched. Tokens that expire on the way are renewed. */
export function storedObject(client: BackupStorageClient, jobId: string, object: BackupObject): StoredObject {
  const name = object.Name ?? ''
  const checksum = object.ObjectChecksum ?? ''
  const getOne = chunkGetter(client)
  const small = smallChunks(client, getOne)
  if (object.SingleChunk) small.mayGroup()
  const get: FetchChunk = (chunk, signal) =>
    chunk.length <= smallBytes ? small.get(jobId, chunk, signal) : getOne(jobId, chunk, signal)
  /** The same version, found by its name again: its own token may have expired as well. */
  async function planAgain(signal: AbortSignal) {
    const found = await findObject(client, { jobId, name }, signal)
    if (found?.ObjectChecksum !== checksum)
      throw new StorageRequestError(new Error(`${JSON.stringify(name)} is not in the job any more`), false)
    return planObject({ name, checksum, listChunks: chunkLister(client, jobId, found) }, signal)
  }
  return {
    name,
    checksum,
    listChunks: chunkLister(client, jobId, object),
    fetchChunk: renewingTokens(retrying(get), { plan: planAgain, isUnknown: isNotFound }),
  }
}

function chunkGetter(client: BackupStorageClient): GetOne {
  const readHere = offeredReading(client.config.requestHandler)
  return async (jobId, { token }, signal) => {
    const read = await readHere?.({ jobId, token }, signal)
    if (read) return read
    const input = { StorageJobId: jobId, ChunkToken: token }
    const answer = await client.send(new GetChunkCommand(input), { abortSignal: signal }).catch(translate)
    const body = answer.Data as AsyncIterable<Uint8Array> | undefined
    const here = body && handedOver(body)
    return here?.checksum === undefined ? pieces(body) : { bytes: here.bytes, checksum: here.checksum }
  }
}

function chunkLister(client: BackupStorageClient, jobId: string, object: BackupObject): ListChunks {
  const { ObjectToken, SingleChunk } = object
  return async (nextToken, signal) => {
    if (SingleChunk) return { chunks: [{ Index: 0, ...SingleChunk }] }
    const input = { StorageJobId: jobId, ObjectToken, ...(nextToken && { NextToken: nextToken }) }
    const page = await client.send(new ListChunksCommand(input), { abortSignal: signal }).catch(translate)
    return { chunks: page.ChunkList ?? [], nextToken: page.NextToken }
  }
}

function isNotFound(error: unknown): boolean {
  return isNamed<StorageRequestError>(error, 'StorageRequestError') && isNamed(error.cause, 'ResourceNotFoundException')
}

/** The body's pieces. A connection that is lost in the middle is worth another try, whatever it was lost to. */
async function* pieces(body: AsyncIterable<Uint8Array> | undefined): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body
  } catch (error) {
    throw new StorageRequestError(error, true)
  }
}

function translate(error: unknown): never {
  throw new StorageRequestError(error)
}
