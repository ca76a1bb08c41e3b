import { randomUUID } from 'node:crypto'
import type { ReadHere } from '#lib/handover.ts'
import type { Engine } from './engine/index.ts'
import type { Log } from './wire/index.ts'

/**
 * GetChunk for callers in this process: what the operation means (its token, the job it is for, bytes that were checked)
 * without what only a message needs (signatures, paths, headers, streams). Whatever goes wrong is left to the message: it
 * says what, and in which words.
 */
export function readingHere({ getChunk }: Pick<Engine, 'getChunk'>, log: Log): ReadHere {
  return async ({ jobId, token }, signal) => {
    const requestId = randomUUID()
    const started = performance.now()
    const answer = await getChunk({ StorageJobId: jobId, ChunkToken: token }, { requestId, signal }).catch(() => {})
    signal.throwIfAborted()
    if (!answer?.Data || !answer.Checksum) return undefined
    log({
      requestId,
      operation: 'GetChunk',
      job: jobId,
      keyId: undefined,
      status: 200,
      error: undefined,
      cause: undefined,
      bytesIn: 0,
      bytesOut: answer.Data.length,
      ms: Math.round((performance.now() - started) * 10) / 10,
      remote: 'in process',
    })
    return { bytes: answer.Data, checksum: answer.Checksum }
  }
}
