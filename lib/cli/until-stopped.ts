/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. A second one ends the process on the spot, as if nothing had ever
 * handled it; whatever was acknowledged is on disk.
 *
 * @param beforeEnd is called then, and must be quick.
 * @param sameSignalWithin milliseconds. One Ctrl-C can arrive several times: the terminal signals npm, the launcher and
 * us, and the first two pass it on.
 */
export function untilStopped(beforeEnd: () => void, sameSignalWithin = 500): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    let first: number | undefined
    const onSignal = (signal: NodeJS.Signals) => {
      if (first === undefined) {
        first = performance.now()
        return resolve()
      }
      if (performance.now() - first < sameSignalWithin) return
      beforeEnd()
      for (const name of signals) process.off(name, onSignal)
      process.kill(process.pid, signal)
    }
    for (const name of signals) process.on(name, onSignal)
  })
}
