import { createByteBudget } from '#lib/restore/index.ts'
import { throttling } from '../errors.ts'
import { MAX_PAYLOAD } from './body.ts'

/** Largest write that counts as small. Bytes. */
const SMALL = 2 ** 20
/** Bytes. */
const WRITE_BUDGET = 256 * 2 ** 20
/** How long a write waits for its turn before it is refused. Milliseconds. */
const PATIENCE = 5000

export interface WriteBudgetOptions {
  /** Bytes that may be under way at once, as they were announced. 256 MiB. */
  total?: number | undefined
  /** Milliseconds. */
  patience?: number
}

export interface WriteBudget {
  /**
   * Room for a write of so many bytes, to be asked for before its body is read: first come, first served.
   *
   * @throws {ServiceError} ThrottlingException where none comes free in time.
   */
  take(bytes: number, signal: AbortSignal): Promise<Disposable>
}

/** An eighth is for small writes alone: they do not wait for big ones. */
export function createWriteBudget({ total = WRITE_BUDGET, patience = PATIENCE }: WriteBudgetOptions = {}): WriteBudget {
  const small = createByteBudget(total / 8)
  const big = createByteBudget(total - total / 8)
  return {
    async take(announced, signal) {
      const bytes = Math.min(announced, MAX_PAYLOAD)
      const budget = bytes <= SMALL ? small : big
      return (
        budget.tryTake(bytes) ??
        (await budget.take(bytes, AbortSignal.any([signal, AbortSignal.timeout(patience)])).catch(() => {
          throw throttling('Too many bytes are being written at once; try again soon')
        }))
      )
    },
  }
}
