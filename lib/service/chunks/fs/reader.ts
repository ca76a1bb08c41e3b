import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { recyclable } from '#lib/storage/handover.ts'
import { StoreUnavailableError } from '../../ports.ts'
import { unavailable } from './failures.ts'
import type { ReadAnswer, ReadRequest } from './read-request.ts'

/** Smaller chunks are left to the garbage collector. Bytes. */
const freedFrom = 2 ** 16
/** Memory of smaller chunks is freed, not kept for others. Bytes. */
const spareFrom = 2 ** 20
/** Kept at most. Bytes. */
const spareBytes = 2 ** 25

/**
 * Reads and hashes in threads of its own, so that neither keeps the event loop waiting and two reads use two
 * processors. Bytes come back without a copy. Threads start when they are first needed.
 *
 * Memory that comes back from a reader of large chunks is read into again: fresh memory for each of them has the
 * garbage collector run all the time, and the system clear page after page. What is not kept is freed on the spot.
 */
export class Reader implements AsyncDisposable {
  readonly #limit = Math.min(2, availableParallelism())
  readonly #threads = new Set<ReaderThread>()
  readonly #spare = new SpareMemory()
  #closed = false

  /** @throws {StoreUnavailableError} when the disk refused; "not there" and "another length" are answers. */
  async read(request: ReadRequest): Promise<Exclude<ReadAnswer, { kind: 'failed' }>> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed')
    const memory = request.keep ? this.#spare.take(request.length) : undefined
    const answer = await this.#leastBusy().ask(request, memory)
    if (answer.kind === 'failed') throw unavailable(Object.assign(new Error(answer.message), { code: answer.code }))
    if (answer.kind === 'read' && answer.bytes) this.#spare.lend(answer.bytes)
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
      if (result.kind === 'read' && result.bytes) result.bytes = Buffer.from(result.bytes.buffer)
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

  /** @param memory to read into; it is gone here, and comes back with the answer. */
  ask(request: ReadRequest, memory: ArrayBuffer | undefined): Promise<ReadAnswer> {
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.ref()
    this.#worker.postMessage({ id, request, memory }, memory ? [memory] : [])
    return promise
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** Memory of large chunks that nobody looks at any more, for the next ones of the same length. */
class SpareMemory {
  readonly #free: ArrayBuffer[] = []

  take(length: number): ArrayBuffer | undefined {
    const at = this.#free.findLastIndex((memory) => memory.byteLength === length)
    return at < 0 ? undefined : this.#free.splice(at, 1)[0]
  }

  /** Takes the memory back once the bytes are recycled; it is then gone from under them. */
  lend(bytes: Buffer<ArrayBuffer>): void {
    if (bytes.length < freedFrom) return
    recyclable(bytes, () => {
      if (bytes.length < spareFrom) return void bytes.buffer.transfer(0)
      this.#free.push(bytes.buffer.transfer())
      while (this.#free.length > 1 && this.#free.reduce((sum, { byteLength }) => sum + byteLength, 0) > spareBytes)
        this.#free.shift()?.transfer(0) // gone now, not when the garbage is collected
    })
  }
}
