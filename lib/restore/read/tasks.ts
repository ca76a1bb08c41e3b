/** Work side by side, as much at once as a bound on its weight allows. */
export interface Tasks {
  /** Starts work as soon as there is room for it; resolves when it has started. One task is always allowed. */
  start(weight: number, work: () => Promise<void>): Promise<void>
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
}

/** @param onError called with what a task throws. */
export function createTasks(limit: number, onError: (error: unknown) => void): Tasks {
  let used = 0
  let changed: PromiseWithResolvers<void> | undefined

  async function change(): Promise<void> {
    changed ??= Promise.withResolvers()
    await changed.promise
  }

  return {
    async start(weight, work) {
      while (used > 0 && used + weight > limit) await change()
      used += weight
      void work()
        .catch(onError)
        .finally(() => {
          used -= weight
          changed?.resolve()
          changed = undefined
        })
    },
    async idle() {
      while (used > 0) await change()
    },
  }
}
