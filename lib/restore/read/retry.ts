import { setTimeout } from 'node:timers/promises'
import { collect, type FetchChunk } from './chunk.ts'
import { isRetryable } from './errors.ts'

/**
 * Decorates a fetch: a failure whose error is `retryable` is tried again with a growing, jittered pause. The body is
 * read to its end here, so that a connection lost in its middle counts as a failed fetch.
 *
 * @param options.attempts how often it is tried in all; 5 unless told.
 * @param options.pauseMs the first pause at most; doubles each time, up to 5 s.
 */
export function retrying(
  fetchChunk: FetchChunk,
  { attempts = 5, pauseMs = 200 }: { attempts?: number; pauseMs?: number } = {},
): FetchChunk {
  return async (chunk, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await collect(await fetchChunk(chunk, signal), chunk.length, signal)
      } catch (error) {
        if (attempt >= attempts || signal.aborted || !isRetryable(error)) throw error
        await setTimeout(Math.random() * Math.min(pauseMs * 2 ** (attempt - 1), 5000), undefined, { signal })
      }
    }
  }
}
