import { type ByteBudget, createByteBudget, type Share } from './budget.ts'

/** One memory for many readers. */
export interface SharedBudget {
  /** Bytes that are out at the moment, to all readers together. */
  readonly held: number
  /** A reader's part: as much as everybody else's. Disposing it leaves it to the others. */
  join(): ByteBudget & Disposable
}

/** All of a shared memory, in bytes. */
export interface SharedLimits {
  /** Divided equally among those who read at the moment. */
  total: number
  /** What one of them gets at most. */
  each: number
  /** One piece is allowed to each, so that nobody waits for a reader that is slow or gone; but all in all no more. */
  most: number
}

/**
 * Divides memory among readers. Whose piece would go beyond `most` waits for its turn, first come, first served; a piece
 * larger than that is given when nothing else is out.
 */
export function createSharedBudget({ total, each, most }: SharedLimits): SharedBudget {
  let readers = 0
  let held = 0
  const all = createByteBudget(most)

  function both(own: Share, room: Share): Share {
    held += own.bytes
    let out = true
    return {
      bytes: own.bytes,
      [Symbol.dispose]() {
        if (!out) return
        out = false
        held -= own.bytes
        own[Symbol.dispose]()
        room[Symbol.dispose]()
      },
    }
  }

  return {
    get held() {
      return held
    },
    join() {
      readers++
      let joined = true
      const mine = createByteBudget(() => Math.min(total / readers, each))
      return {
        tryTake(bytes) {
          const own = mine.tryTake(bytes)
          const room = own && all.tryTake(bytes)
          if (room) return both(own, room)
          own?.[Symbol.dispose]()
          return undefined
        },
        async take(bytes, signal) {
          const own = await mine.take(bytes, signal)
          try {
            return both(own, await all.take(bytes, signal))
          } catch (error) {
            own[Symbol.dispose]()
            throw error
          }
        },
        [Symbol.dispose]() {
          if (joined) readers--
          joined = false
        },
      }
    },
  }
}
