import { type Failure, startThread } from '#lib/database-thread/thread.ts'
import { IndexFormatError, IndexUnavailableError, type IndexWrites } from '../../index-store.ts'
import type { Command } from './write/writes.ts'

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
  const thread = await startThread<Command>(new URL('./worker.ts', import.meta.url), { file }, errors).catch(
    (error) => {
      throw notReady(error as Error, file)
    },
  )
  return {
    send: (name, input) => thread.send({ name, input }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}

const errors = {
  closed: (cause: unknown) => new IndexUnavailableError('The index is closed', { cause }),
  busy: () => new IndexUnavailableError('Too many writes are waiting for the index', { busy: true }),
  failed({ message, code }: Failure): Error {
    const error = Object.assign(new Error(message), { code })
    return code?.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT')
      ? new IndexUnavailableError(sentenceOf(code), { isFull: code === 'SQLITE_FULL', cause: error })
      : error
  },
}

/** Errors cross threads as plain ones. */
function notReady(error: Error, file: string): Error {
  const { name, message } = error
  return name === 'IndexFormatError'
    ? new IndexFormatError(message)
    : new IndexUnavailableError(
        `The index ${file} cannot be opened: ${message}; look at its permissions and its disk`,
        {
          cause: error,
        },
      )
}

/** What SQLite ended a write with, in a person's words. */
function sentenceOf(code: string): string {
  if (code === 'SQLITE_FULL') return 'The disk is full; free some space and try again'
  if (code.startsWith('SQLITE_READONLY')) return 'The index can only be read; look at its permissions and its disk'
  if (code.startsWith('SQLITE_IOERR')) return 'The disk of the index reported an error; look at it, then try again'
  return `The index did not take the write (${code}); try again later`
}
