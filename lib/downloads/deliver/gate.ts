import { RefusedError } from '#lib/failure/refused-error.ts'

/** Lets a bounded number through at once; disposing an entry makes room. */
export function createGate(most: number, what: string, retryAfterSeconds: number) {
  let inside = 0
  return {
    /** @throws {RefusedError} 429: there are as many as there may be. */
    enter(): Disposable {
      if (inside >= most)
        throw new RefusedError(
          429,
          'TooManyDownloads',
          `${most} ${what} are running, which is as many as there may be. Try again in a moment.`,
          retryAfterSeconds,
        )
      inside++
      let out = false
      return {
        [Symbol.dispose]() {
          if (!out) inside--
          out = true
        },
      }
    },
  }
}

export type Gate = ReturnType<typeof createGate>
