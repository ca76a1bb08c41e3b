import { illegalArgument, retryable, serviceInternal, serviceUnavailable, throttling } from '../errors.ts'
import { IndexDamagedError, IndexUnavailableError } from '../index-store.ts'
import { ChunkDamagedError, ChunkMismatchError, ChunkMissingError, StoreUnavailableError } from '../ports.ts'
import type { Engine } from './engine.ts'
import { wrapped } from './wrapped.ts'

/** The engine with the ports' errors told as the operations tell them. */
export function translated(engine: Engine): Engine {
  return wrapped(engine, (run, name) => async (input, context) => {
    try {
      return await run(input, context)
    } catch (error) {
      throw translate(error, name)
    }
  })
}

/** An error of the ports as this operation tells it; any other as it is. */
export function translate(error: unknown, operation: string): unknown {
  if (error instanceof ChunkMismatchError) return illegalArgument(error.message)
  // Of the errors that GetChunk and GetObjectMetadata list, only this one says that the fault is the service's and
  // that the id is right: ResourceNotFound would send a client to list again and find the same chunk. Clients try it
  // three or four times and stop. The checksum names the chunk in every listing and log.
  if (error instanceof ChunkDamagedError)
    return serviceInternal(`Chunk ${error.checksum} is damaged in the store: its bytes cannot be given out`, error)
  if (error instanceof ChunkMissingError)
    return serviceInternal(`Chunk ${error.checksum} is missing from the store`, error)
  if (error instanceof IndexDamagedError) return serviceUnavailable(error.message, error)
  if (error instanceof IndexUnavailableError && error.busy) return throttling('Too many writes at once; try again soon')
  if (error instanceof StoreUnavailableError || error instanceof IndexUnavailableError) {
    // What else ails the disk is the operator's to know; that it is full, whoever writes has to hear.
    const message = error.isFull
      ? 'The disk of the storage service is full; free some space there and try again'
      : 'The store cannot do this now; try again later'
    return operation === 'getChunk' ? retryable(message, error) : serviceUnavailable(message, error)
  }
  return error
}
