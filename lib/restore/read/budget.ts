/** What one transfer costs beside its bytes (socket, buffers, promises): no transfer is charged less. */
const floor = 1024 * 1024
/** Small pieces may travel together and share that. */
const small = 256 * 1024
const floorOfSmall = 64 * 1024

const charge = (bytes: number) => Math.max(bytes, bytes <= small ? floorOfSmall : floor)

/** A share of memory in use; disposing it returns it. */
export interface Share extends Disposable {
  readonly bytes: number
}

/** Bounds what is held in memory at once by bytes, and by the floor of a share in number as well. */
export interface ByteBudget {
  /** Waits for its turn (first come, first served). A share larger than the budget is given when nothing else is out. */
  take(bytes: number, signal?: AbortSignal): Promise<Share>
  /** The share at once, or undefined where it would have to wait. */
  tryTake(bytes: number): Share | undefined
}

/** @param limit bytes that may be out at once; where it changes, it is asked for every share. */
export function createByteBudget(limit: number | (() => number)): ByteBudget {
  let used = 0
  const waiting: { bytes: number; grant: () => void }[] = []
  const fits = (bytes: number) => used === 0 || used + bytes <= (typeof limit === 'number' ? limit : limit())

  function give(bytes: number): Share {
    used += bytes
    let out = true
    return {
      bytes,
      [Symbol.dispose]() {
        if (!out) return
        out = false
        used -= bytes
        grantNext()
      },
    }
  }

  function grantNext(): void {
    while (waiting[0] && fits(waiting[0].bytes)) waiting.shift()?.grant()
  }

  function tryTake(bytes: number): Share | undefined {
    const charged = charge(bytes)
    return waiting.length === 0 && fits(charged) ? give(charged) : undefined
  }

  return {
    tryTake,
    take(bytes, signal) {
      const share = tryTake(bytes)
      if (share) return Promise.resolve(share)
      const charged = charge(bytes)
      return new Promise((resolve, reject) => {
        const entry = {
          bytes: charged,
          grant() {
            signal?.removeEventListener('abort', leave)
            resolve(give(charged))
          },
        }
        function leave() {
          waiting.splice(waiting.indexOf(entry), 1)
          reject(signal?.reason)
          grantNext() // what it kept waiting behind it may fit
        }
        if (signal?.aborted) return reject(signal.reason)
        signal?.addEventListener('abort', leave, { once: true })
        waiting.push(entry)
      })
    },
  }
}
