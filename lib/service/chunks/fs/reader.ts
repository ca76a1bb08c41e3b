import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { StoreUnavailableError } from '../../ports.ts'
import { unavailable } from './failures.ts'
import type { ReadAnswer, ReadRequest } from './read-request.ts'

/**
 * Reads and hashes in threads of its own, so that neither keeps the event loop waiting and two reads use two
 * processors. Bytes come back without a copy. Threads start when they are first needed.
 */
export class Reader implements AsyncDisposable {
  readonly #limit = Math.min(2, availableParallelism())
  readonly #threads = new Set<ReaderThread>()
  #closed = false

  /** @throws {StoreUnavailableError} when the disk refused; "not there" and "another length" are answers. */
  async read(request: ReadRequest): Promise<Exclude<ReadAnswer, { kind: 'failed' }>> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed')
    const answer = await this.#leastBusy().ask(request)
    if (answer.kind === 'failed') throw unavailable(Object.assign(new Error(answer.message), { code: answer.code }))
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#threads].map((thread) => thread.stop()))
  }

  #leastBusy(): ReaderThread {
    let best: ReaderThread | undefined
    for (const thread of this.#threads) if (!best || thread.pending < best.pending) best = thread
    if (best && (best.pending === 0 || this.#threads.size >= this.#limit)) return best
    const thread = new ReaderThread(() => this.#threads.delete(thread))
    this.#threads.add(thread)
    return thread
  }
}

/** One thread, with the questions it has yet to answer. It keeps the process alive only while there are any. */
class ReaderThread {
  readonly #worker = new Worker(new URL('./reader-worker.ts', import.meta.url))
  readonly #waiting = new Map<number, { resolve(answer: ReadAnswer): void; reject(error: Error): void }>()
  #lastId = 0

  /** `onEnd` is called when the thread has died; what it had yet to answer is refused. */
  constructor(onEnd: () => void) {
    let cause: unknown
    this.#worker.on('message', ({ id, result }: { id: number; result: ReadAnswer }) => {
      this.#waiting.get(id)?.resolve(result)
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#worker.unref()
    })
    this.#worker.on('error', (error) => {
      cause = error
    })
    this.#worker.on('exit', () => {
      onEnd()
      for (const { reject } of this.#waiting.values())
        reject(new StoreUnavailableError('Reading was interrupted; try again', { cause }))
      this.#waiting.clear()
    })
  }

  get pending(): number {
    return this.#waiting.size
  }

  ask(request: ReadRequest): Promise<ReadAnswer> {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.ref()
    this.#worker.postMessage({ id, request })
    return promise
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}
