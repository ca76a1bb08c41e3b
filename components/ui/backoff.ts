/** How often what may pass is tried again by itself. */
export const mostRetries = 8

/** Milliseconds before a retry, counted from 0: ever more slowly. */
export function pauseBefore(retry: number): number {
  return Math.min(15_000, 1000 * 2 ** retry)
}
