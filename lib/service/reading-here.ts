import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { decodeChunkFrames } from '@aws-sdk/client-backupstorage/extensions'
import type { ListHere, ReadHere, ReadTogetherHere } from '#lib/storage/handover.ts'
import type { Engine } from './engine/index.ts'
import type { Log } from './wire/index.ts'

/**
 * GetChunk for callers in this process: what the operation means (its token, the job it is for, bytes that were checked)
 * without what only a message needs (signatures, paths, headers, streams). Whatever goes wrong is left to the message: it
 * says what, and in which words.
 */
export function readingHere({ getChunk }: Pick<Engine, 'getChunk'>, log: Log): ReadHere {
  return async ({ jobId, token }, signal) => {
    const told = begin('GetChunk', jobId, log)
    const input = { StorageJobId: jobId, ChunkToken: token }
    const answer = await getChunk(input, { requestId: told.requestId, signal }).catch(() => {})
    signal.throwIfAborted()
    if (!answer?.Data || !answer.Checksum) return undefined
    told.end(answer.Data.length)
    return { bytes: answer.Data, checksum: answer.Checksum }
  }
}

/** GetChunks in the same way: of the chunks that cannot be given now, nothing is said. */
export function readingTogetherHere({ getChunks }: Pick<Engine, 'getChunks'>, log: Log): ReadTogetherHere {
  return async ({ jobId, tokens }, signal) => {
    const told = begin('GetChunks', jobId, log)
    const input = { StorageJobId: jobId, ChunkTokenList: tokens }
    const answer = await getChunks(input, { requestId: told.requestId, signal }).catch(() => {})
    signal.throwIfAborted()
    if (!answer?.Data) return []
    told.end(answer.Data.length)
    return decodeChunkFrames(answer.Data, tokens.length).map((frame) => (frame.kind === 'chunk' ? frame : undefined))
  }
}

/** ListObjects in the same way. Others have their turn between two pages, of which a folder may need a hundred. */
export function listingHere({ listObjects }: Pick<Engine, 'listObjects'>, log: Log): ListHere {
  return async (input, signal = new AbortController().signal) => {
    await setImmediate()
    signal.throwIfAborted()
    const told = begin('ListObjects', input.StorageJobId, log)
    const page = await listObjects(input, { requestId: told.requestId, signal }).catch(() => undefined)
    if (page) told.end(0)
    return page
  }
}

function begin(operation: string, job: string | undefined, log: Log) {
  const requestId = randomUUID()
  const started = performance.now()
  return {
    requestId,
    end: (bytesOut: number) =>
      log({
        requestId,
        operation,
        job,
        keyId: undefined,
        status: 200,
        error: undefined,
        cause: undefined,
        bytesIn: 0,
        bytesOut,
        ms: Math.round((performance.now() - started) * 10) / 10,
        remote: 'in process',
      }),
  }
}
