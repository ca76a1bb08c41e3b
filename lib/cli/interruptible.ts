import { ExitError, exitCodes } from './exit.ts'

/** One Ctrl-C can arrive twice: the launcher passes on what the terminal has sent to us as well. */
const sameSignalWithin = 500

/**
 * Runs work whose signal is aborted by Ctrl-C (or SIGTERM, SIGHUP), so that it can put things in order. A second one
 * ends the process on the spot.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController()
  let since = 0
  const stop = (name: NodeJS.Signals) => {
    if (interrupt.signal.aborted && performance.now() - since > sameSignalWithin) process.exit(exitCodes.interrupted)
    if (interrupt.signal.aborted) return
    since = performance.now()
    interrupt.abort(new ExitError(exitCodes.interrupted, `Interrupted (${name}).`))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, stop)
  try {
    return await work(interrupt.signal)
  } finally {
    for (const name of signals) process.off(name, stop)
  }
}
