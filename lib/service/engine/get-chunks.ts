import { type ChunkFrame, encodeChunkFrames, GetChunksLimits } from '@aws-sdk/client-backupstorage/extensions'
import { illegalArgument, resourceNotFound, ServiceError } from '../errors.ts'
import type { ChunkRecord } from '../ports.ts'
import type { Engine, Parts } from './engine.ts'
import { readChunk } from './read-chunk.ts'
import { unpackNumber } from './tokens.ts'
import { translate } from './translate.ts'
import { given } from './validate.ts'

/**
 * GetChunks. What is wrong with one chunk is told in its place; the request as a whole is refused where it asks for too
 * much, so that nobody gets half of it.
 */
export function createGetChunks({ index, chunks, tokens }: Parts): Pick<Engine, 'getChunks'> {
  return {
    async getChunks(input, { signal, reserve }) {
      const jobId = given(input.StorageJobId, 'StorageJobId')
      const asked = given(input.ChunkTokenList, 'ChunkTokenList')
      if (asked.length < 1 || asked.length > GetChunksLimits.chunks)
        throw illegalArgument(`ChunkTokenList must have 1 to ${GetChunksLimits.chunks} tokens`)
      const known = await index.chunksAt({
        jobId,
        places: asked.map((token) => {
          const content = tokens.open('chunk', jobId, token)
          return content ? { objectId: unpackNumber(content, 0), index: unpackNumber(content, 1) } : nowhere
        }),
      })
      const bytes = known.reduce((sum, chunk) => sum + (chunk?.length ?? 0), 0)
      if (bytes > GetChunksLimits.bytes)
        throw illegalArgument(`The chunks have ${bytes} bytes; ask for at most ${GetChunksLimits.bytes} at once`)
      await reserve?.(bytes)

      const records = known.filter((chunk) => chunk !== undefined)
      const read = await chunks.getMany(records, signal)
      const frames = new Map<ChunkRecord, ChunkFrame>()
      for (const [i, chunk] of records.entries()) frames.set(chunk, await frameOf(chunk, read[i]!, signal))
      return { Data: encodeChunkFrames(known.map((chunk) => (chunk ? frames.get(chunk)! : unknownToken()))) }
    },
  }

  async function frameOf(chunk: ChunkRecord, read: Buffer | Error, signal: AbortSignal): Promise<ChunkFrame> {
    try {
      // Once more by itself: compaction may have moved it since.
      const bytes = read instanceof Error ? await readChunk({ index, chunks }, chunk, signal) : read
      return { kind: 'chunk', checksum: chunk.checksum, bytes }
    } catch (error) {
      signal.throwIfAborted()
      const told = translate(error, 'getChunk')
      if (told instanceof ServiceError) return { kind: 'error', name: told.name, message: told.message }
      throw told
    }
  }
}

/** Versions are numbered from 1. */
const nowhere = { objectId: 0, index: 0 }

function unknownToken(): ChunkFrame {
  const { name, message } = resourceNotFound('The token is not known in this job, or what it stood for is gone')
  return { kind: 'error', name, message }
}
