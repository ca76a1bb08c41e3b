import type { FetchChunk } from './chunk.ts'
import type { ObjectPlan } from './plan.ts'

/**
 * Decorates a fetch for services whose chunk tokens expire in the middle of a long read. A chunk whose token is unknown
 * is asked for once more with the token a new plan gives it; one new plan serves all chunks that wait for it. Where the
 * token is the same again, it is the chunk that is gone.
 *
 * @param plan makes the new plan; it must be of the same object version.
 * @param isUnknown whether an error says that the token is not known (any more).
 */
export function renewingTokens(
  fetchChunk: FetchChunk,
  { plan, isUnknown }: { plan: (signal: AbortSignal) => Promise<ObjectPlan>; isUnknown: (error: unknown) => boolean },
): FetchChunk {
  let tokens: string[] = []
  let renewal: Promise<void> | undefined

  function renew(signal: AbortSignal): Promise<void> {
    renewal ??= plan(signal)
      .then(({ chunks }) => {
        tokens = chunks.map((chunk) => chunk.token)
      })
      .finally(() => {
        renewal = undefined
      })
    return renewal
  }

  return async (chunk, signal) => {
    const tried = tokens[chunk.index] ?? chunk.token
    try {
      return await fetchChunk({ ...chunk, token: tried }, signal)
    } catch (error) {
      if (signal.aborted || !isUnknown(error)) throw error
      // Another chunk may have fetched new tokens while this one was under way.
      if ((tokens[chunk.index] ?? tried) === tried) await renew(signal)
      const token = tokens[chunk.index]
      if (token === undefined || token === tried) throw error
      return await fetchChunk({ ...chunk, token }, signal)
    }
  }
}
