/**
 * One fsync for all who wait on the same folder. Who comes while one runs waits for the next: the running one may have
 * begun before that caller's name was made.
 */
export class FolderSync {
  readonly #sync: (path: string) => Promise<void>
  readonly #running = new Map<string, Promise<void>>()
  readonly #next = new Map<string, Promise<void>>()

  constructor(sync: (path: string) => Promise<void>) {
    this.#sync = sync
  }

  sync(path: string): Promise<void> {
    const running = this.#running.get(path)
    if (!running) return this.#start(path)
    let next = this.#next.get(path)
    if (!next) {
      const start = () => {
        this.#next.delete(path)
        return this.#start(path)
      }
      next = running.then(start, start)
      this.#next.set(path, next)
    }
    return next
  }

  #start(path: string): Promise<void> {
    const run = this.#sync(path).finally(() => {
      if (this.#running.get(path) === run) this.#running.delete(path)
    })
    this.#running.set(path, run)
    return run
  }
}
