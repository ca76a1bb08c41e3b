import { createByteBudget } from '#lib/restore/index.ts'
import { throttling } from '../errors.ts'

/** What payloads that are being sent may hold at once. Bytes. */
const ANSWER_BUDGET = 128 * 2 ** 20
/** How long an answer waits for room before it is refused. Milliseconds. */
const PATIENCE = 5000
/** Milliseconds that every reader has, and bytes a second it has to take beyond. */
const GRACE = 30_000
const SLOWEST = 110 * 1024

export interface AnswerBudgetOptions {
  total?: number
  /** Milliseconds. */
  patience?: number
  /** Milliseconds, monotonic. */
  now?: () => number
}

/** An answer that may hold memory until it is sent. */
export interface Answering {
  /**
   * Room for the answer's payload, to be asked for before it is read.
   *
   * @throws {ServiceError} ThrottlingException where none comes free in time.
   */
  reserve(bytes: number): Promise<void>
  /** It is sent, or will never be. */
  end(): void
}

export interface AnswerBudget {
  /**
   * @param signal aborts when nobody waits for the answer any more.
   * @param cut ends the answer on the spot: another one needs its room, and it has been taken too slowly.
   */
  begin(signal: AbortSignal, cut: () => void): Answering
}

/**
 * Bounds the memory of payloads on their way to readers who may take them slowly. First come, first served. While somebody
 * waits, a reader that has not taken its answer in 30 seconds and a second more for each 110 KiB is cut; while nobody
 * does, slow ones are left alone.
 */
export function createAnswerBudget(options: AnswerBudgetOptions = {}): AnswerBudget {
  const { total = ANSWER_BUDGET, patience = PATIENCE, now = () => performance.now() } = options
  const room = createByteBudget(total)
  const held = new Map<Answering, { due: number; cut: () => void }>()

  function cutOverdue(): void {
    for (const { due, cut } of [...held.values()]) if (due <= now()) cut()
  }

  return {
    begin(signal, cut) {
      const taken = new DisposableStack()
      const answering: Answering = {
        async reserve(bytes) {
          let share = room.tryTake(bytes)
          if (!share) {
            cutOverdue()
            share = await room.take(bytes, AbortSignal.any([signal, AbortSignal.timeout(patience)])).catch(() => {
              throw throttling('Too many answers are on their way to slow readers; try again soon')
            })
          }
          taken.use(share)
          held.set(answering, { due: now() + GRACE + (bytes / SLOWEST) * 1000, cut })
        },
        end() {
          held.delete(answering)
          taken.dispose()
        },
      }
      return answering
    },
  }
}
