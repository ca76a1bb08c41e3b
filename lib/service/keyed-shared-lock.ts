/** Tasks of one key, in the order they came: those that share run side by side, one that is alone runs alone. */
export class KeyedSharedLock {
  readonly #lines = new Map<string, Line>()

  /** Runs beside others that share, after the last one that was or wants to be alone. */
  share<T>(key: string, task: () => Promise<T>): Promise<T> {
    const line = this.#join(key)
    const run = line.alone.then(task)
    const left = this.#leave(key, line, run).then(() => void line.sharing.delete(left))
    line.sharing.add(left)
    return run
  }

  /** Runs after all that came before. */
  alone<T>(key: string, task: () => Promise<T>): Promise<T> {
    const line = this.#join(key)
    const run = Promise.all([line.alone, ...line.sharing]).then(task)
    line.sharing = new Set()
    line.alone = this.#leave(key, line, run)
    return run
  }

  #join(key: string): Line {
    const line = this.#lines.get(key) ?? { alone: Promise.resolve(), sharing: new Set(), members: 0 }
    this.#lines.set(key, line)
    line.members += 1
    return line
  }

  /** Settles when the run has, whatever came of it. */
  async #leave(key: string, line: Line, run: Promise<unknown>): Promise<void> {
    await run.catch(() => {})
    line.members -= 1
    if (line.members === 0) this.#lines.delete(key)
  }
}

interface Line {
  /** The last one that is alone. */
  alone: Promise<void>
  /** Those that share since then and have not ended. */
  sharing: Set<Promise<void>>
  members: number
}
