/** A third of the fifteen minutes after which a job nobody writes to may be taken over. */
const idleMs = 5 * 60_000

export interface KeepAlive extends Disposable {
  /** Something was written, which keeps the job by itself. */
  wrote(): void
}

/**
 * Calls `renew` whenever nothing was written for five minutes: a walk through a million unchanged files writes nothing.
 * A renewal that fails is left at that; the next write, or the commit, finds out what is wrong.
 */
export function keepAlive(renew: () => Promise<unknown>): KeepAlive {
  const timer = setInterval(() => void renew().catch(() => {}), idleMs).unref()
  return {
    wrote: () => void timer.refresh(),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
