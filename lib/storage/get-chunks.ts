import { type BackupStorageClient, BackupStorageServiceException } from '@aws-sdk/client-backupstorage'
import { type ChunkFrame, decodeChunkFrames, GetChunksCommand } from '@aws-sdk/client-backupstorage/extensions'
import { errors } from '@aws-sdk/client-backupstorage/protocol'
import type { HashedBytes, ObjectChunk } from '#lib/restore/index.ts'
import { handedOver } from './handover.ts'
import { StorageRequestError } from './storage-request-error.ts'

/** What a frame may have beside the chunk's bytes: its header, or an error's text. */
const frameBytes = 4096

/**
 * Asks for several chunks in one request; answer by answer in their order, each the bytes or why they did not come. The
 * bytes are parts of one memory.
 *
 * @throws {StorageRequestError} none of them came.
 */
export async function getChunks(
  client: BackupStorageClient,
  jobId: string,
  chunks: readonly ObjectChunk[],
  signal: AbortSignal,
): Promise<(Uint8Array | HashedBytes | StorageRequestError)[]> {
  const command = new GetChunksCommand({ StorageJobId: jobId, ChunkTokenList: chunks.map(({ token }) => token) })
  const { Data } = await client.send(command, { abortSignal: signal }).catch((error) => {
    throw new StorageRequestError(error)
  })
  const here = Data && handedOver(Data)
  const most = chunks.reduce((sum, { length }) => sum + length + frameBytes, 0)
  try {
    const body = here?.bytes ?? (await whole(Data as AsyncIterable<Uint8Array> | undefined, most))
    return decodeChunkFrames(body, chunks.length).map((frame) => answer(frame, here !== undefined))
  } catch (error) {
    throw new StorageRequestError(error, true)
  }
}

/** @param isHashed whether the frames come from this very process, which has hashed what is in them. */
function answer(frame: ChunkFrame, isHashed: boolean): Uint8Array | HashedBytes | StorageRequestError {
  if (frame.kind === 'chunk') return isHashed ? { bytes: frame.bytes, checksum: frame.checksum } : frame.bytes
  const { name, message } = frame
  const httpStatusCode = errors.find((error) => error.name === name)?.status ?? 500
  const fault = httpStatusCode < 500 ? 'client' : 'server'
  const told = new BackupStorageServiceException({ name, message, $fault: fault, $metadata: { httpStatusCode } })
  return new StorageRequestError(told)
}

async function whole(body: AsyncIterable<Uint8Array> | undefined, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body ?? []) {
    pieces.push(piece)
    length += piece.length
    if (length > most) throw new Error(`The answer is longer than the ${most} bytes it may have`)
  }
  return Buffer.concat(pieces, length)
}
