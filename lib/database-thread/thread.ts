/**
 * A database in a thread of its own: SQLite's calls wait for locks and for the disk, and nothing that answers sockets may
 * wait with them. Commands and answers are plain values; what is asked while a group runs becomes the next group.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Commands in one group: bounds how long the first one waits for the last. */
const GROUP = 256

/** Commands that may wait; more than any sane number of connections, little memory. */
const QUEUE = 8192

/** Answer by answer to the commands of a group; plain, so that it crosses threads. */
export type Answer = { kind: 'done'; outcome: unknown } | ({ kind: 'failed' } & Failure)

/** An error as it crosses threads. */
export interface Failure {
  message: string
  /** SQLite's, where it is one of its errors. */
  code?: string | undefined
}

/** What the owner of the thread makes of what goes wrong. */
export interface ThreadErrors {
  /** The thread has ended, for `cause` where that is known. */
  closed(cause: unknown): Error
  /** Too many commands are waiting. */
  busy(): Error
  failed(failure: Failure): Error
}

export interface Thread<Command> extends AsyncDisposable {
  /** Resolves with the outcome; of a write, once it is durable. */
  send(command: Command): Promise<unknown>
}

interface Waiting<Command> {
  command: Command
  resolve(outcome: unknown): void
  reject(error: Error): void
}

/**
 * Starts a thread that runs `serveThread`.
 *
 * @param data what its `workerData` is.
 * @throws what it threw before it was ready, as a plain error with its own members.
 */
export async function startThread<Command>(url: URL, data: object, errors: ThreadErrors): Promise<Thread<Command>> {
  const worker = new Worker(url, { workerData: data })
  await once(worker, 'message')

  const queue: Waiting<Command>[] = []
  let running: Waiting<Command>[] = []
  let ended: Error | undefined
  let closing: Promise<void> | undefined

  function next(): void {
    if (running.length > 0 || queue.length === 0) return
    running = queue.splice(0, GROUP)
    worker.postMessage({ commands: running.map(({ command }) => command) })
  }

  worker.on('message', (answers: Answer[]) => {
    const done = running
    running = []
    next()
    for (const [i, { resolve, reject }] of done.entries()) {
      const answer = answers[i]!
      if (answer.kind === 'done') resolve(answer.outcome)
      else reject(errors.failed(answer))
    }
  })
  worker.on('error', (error) => {
    ended = error as Error
  })
  worker.on('exit', () => {
    const error = errors.closed(ended)
    ended = error
    for (const { reject } of [...running, ...queue.splice(0)]) reject(error)
    running = []
  })

  /** Lets what waits be answered first. */
  async function close(): Promise<void> {
    const exit = once(worker, 'exit')
    while (!ended && (running.length > 0 || queue.length > 0)) await Promise.race([once(worker, 'message'), exit])
    if (!ended) worker.postMessage({ close: true })
    await exit
  }

  return {
    send(command) {
      if (ended || closing) return Promise.reject(errors.closed(ended))
      if (queue.length >= QUEUE) return Promise.reject(errors.busy())
      return new Promise((resolve, reject) => {
        queue.push({ command, resolve, reject })
        // Once a turn of the event loop: what the same turn brings shares a group.
        if (running.length === 0 && queue.length === 1) setImmediate(next)
      })
    },
    async [Symbol.asyncDispose]() {
      if (!ended) closing ??= close()
      await closing
    },
  }
}
