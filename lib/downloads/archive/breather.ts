import { setImmediate } from 'node:timers/promises'

/** How long work may go on without letting timers and sockets have their turn, in milliseconds. */
const longest = 10

/**
 * For long work whose steps may all be there already: promises that are settled follow each other without ever letting
 * anybody else run.
 */
export function createBreather() {
  let since = performance.now()
  return {
    get due(): boolean {
      return performance.now() - since > longest
    },
    async rest(signal?: AbortSignal): Promise<void> {
      await setImmediate(undefined, { signal })
      since = performance.now()
    },
  }
}
