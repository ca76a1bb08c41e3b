import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { IndexFormatError, IndexUnavailableError, type IndexWrites } from '../../index-store.ts'
import type { Answer } from './write/group.ts'
import type { Command } from './write/writes.ts'

/** Commands in one commit: bounds how long the first one waits for the last. */
const GROUP = 256

/** Commands that may wait; more than any sane number of connections, little memory. */
const QUEUE = 8192

interface Waiting {
  command: Command
  resolve(outcome: unknown): void
  reject(error: Error): void
}

export interface Writer extends AsyncDisposable {
  /** Resolves with the outcome once it is durable. @throws {IndexUnavailableError} */
  send(name: keyof IndexWrites, input: unknown): Promise<unknown>
}

/**
 * Starts the writer thread. What arrives while a group commits becomes the next group.
 *
 * @throws {IndexFormatError} the database cannot be used; see `connection.ts` and `migrations.ts`.
 */
export async function startWriter(file: string): Promise<Writer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { file } })
  await ready(worker, file)

  const queue: Waiting[] = []
  let running: Waiting[] = []
  let ended: Error | undefined
  let closing = false

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
      else reject(toError(answer))
    }
  })
  worker.on('error', (error) => {
    ended = error as Error
  })
  worker.on('exit', () => {
    const error = new IndexUnavailableError('The index is closed', { cause: ended })
    ended = error
    for (const { reject } of [...running, ...queue.splice(0)]) reject(error)
    running = []
  })

  return {
    send(name, input) {
      if (ended || closing) return Promise.reject(ended ?? new IndexUnavailableError('The index is closed'))
      if (queue.length >= QUEUE)
        return Promise.reject(new IndexUnavailableError('Too many writes are waiting for the index', { busy: true }))
      return new Promise((resolve, reject) => {
        queue.push({ command: { name, input }, resolve, reject })
        // Once a turn of the event loop: what the same turn brings shares a commit.
        if (running.length === 0 && queue.length === 1) setImmediate(next)
      })
    },
    async [Symbol.asyncDispose]() {
      if (closing || ended) return
      closing = true
      const exit = once(worker, 'exit')
      while (running.length > 0 || queue.length > 0) await once(worker, 'message')
      worker.postMessage({ close: true })
      await exit
    },
  }
}

async function ready(worker: Worker, file: string): Promise<void> {
  try {
    await once(worker, 'message')
  } catch (error) {
    // Errors cross threads as plain ones.
    const { name, message } = error as Error
    throw name === 'IndexFormatError'
      ? new IndexFormatError(message)
      : new IndexUnavailableError(
          `The index ${file} cannot be opened: ${message}; look at its permissions and its disk`,
          { cause: error },
        )
  }
}

function toError({ message, code }: Extract<Answer, { kind: 'failed' }>): Error {
  const error = Object.assign(new Error(message), { code })
  return code?.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
    ? new IndexUnavailableError(sentenceOf(code), { isFull: code === 'SQLITE_FULL', cause: error })
    : error
}

/** What SQLite ended a write with, in a person's words. */
function sentenceOf(code: string): string {
  if (code === 'SQLITE_FULL') return 'The disk is full; free some space and try again'
  if (code.startsWith('SQLITE_READONLY')) return 'The index can only be read; look at its permissions and its disk'
  if (code.startsWith('SQLITE_IOERR')) return 'The disk of the index reported an error; look at it, then try again'
  return `The index did not take the write (${code}); try again later`
}
