import { Worker } from 'node:worker_threads'
import type { HashAnswer, HashOrder } from './digest-worker.ts'

/** Running SHA-256s of streams, hashed in a thread of their own: the thread that writes the sockets only copies. */
export interface Digests extends AsyncDisposable {
  start(): StreamDigest
}

/** One stream's. Disposing it forgets what was hashed. */
export interface StreamDigest extends Disposable {
  /** Copies the bytes; resolves when that is done, which is later where hashing lags behind. One call at a time. */
  update(bytes: Uint8Array): Promise<void>
  /** SHA-256 of all of them, base64; undefined where the thread is gone. */
  end(): Promise<string | undefined>
}

const slotBytes = 1024 * 1024
/** Memory for all streams together, in slots. */
const slotCount = 16

/** The thread starts with the first stream. */
export function createDigests(): Digests {
  let thread: ReturnType<typeof startThread> | undefined
  let streams = 0
  return {
    start() {
      thread ??= startThread()
      return streamDigest(thread, streams++)
    },
    [Symbol.asyncDispose]: async () => void (await thread?.worker.terminate()),
  }
}

function startThread() {
  const memory = new SharedArrayBuffer(slotBytes * slotCount)
  const worker = new Worker(new URL('./digest-worker.ts', import.meta.url), { workerData: { memory, slotBytes } })
  worker.unref()
  const free = Array.from({ length: slotCount }, (_, slot) => slot)
  const waiting: ((slot: number | undefined) => void)[] = []
  const ends = new Map<number, (digest: string | undefined) => void>()
  let gone = false

  worker.on('message', (answer: HashAnswer) => {
    if (answer.kind === 'digest') {
      ends.get(answer.stream)?.(answer.digest)
      ends.delete(answer.stream)
      return
    }
    const next = waiting.shift()
    if (next) next(answer.slot)
    else free.push(answer.slot)
  })
  const lose = () => {
    gone = true
    for (const next of waiting.splice(0)) next(undefined)
    for (const end of ends.values()) end(undefined)
    ends.clear()
  }
  worker.on('error', lose)
  worker.on('exit', lose)

  return {
    worker,
    order: (order: HashOrder) => worker.postMessage(order),
    /** A free slot, now or when there is one. */
    slot(): number | Promise<number | undefined> | undefined {
      if (gone) return undefined
      return free.pop() ?? new Promise((resolve) => waiting.push(resolve))
    },
    bytesOf: (slot: number) => new Uint8Array(memory, slot * slotBytes, slotBytes),
    digest(stream: number): Promise<string | undefined> {
      if (gone) return Promise.resolve(undefined)
      return new Promise((resolve) => ends.set(stream, resolve))
    },
  }
}

function streamDigest(thread: ReturnType<typeof startThread>, stream: number): StreamDigest {
  return {
    async update(bytes) {
      for (let at = 0; at < bytes.length; at += slotBytes) {
        const part = bytes.subarray(at, at + slotBytes)
        const slot = await thread.slot()
        if (slot === undefined) return
        thread.bytesOf(slot).set(part)
        thread.order({ kind: 'update', stream, slot, length: part.length })
      }
    },
    end() {
      const digest = thread.digest(stream)
      thread.order({ kind: 'end', stream })
      return digest
    },
    [Symbol.dispose]: () => thread.order({ kind: 'forget', stream }),
  }
}
