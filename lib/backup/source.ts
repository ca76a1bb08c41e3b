import { constants } from 'node:fs'
import { open, opendir, stat } from 'node:fs/promises'
import { kindOf, unreadable } from './scan.ts'
import type { SourceStream } from './source-stream.ts'

/** What a backup is made of; a stream becomes one object. */
export type Source = { kind: 'folder' | 'file'; path: string } | { kind: 'stream'; name: string; content: SourceStream }

/** What is to be backed up cannot be, whatever the state of the storage. */
export class UnfitSourceError extends Error {
  override readonly name = 'UnfitSourceError'
  readonly retryable = false
}

/**
 * Looks at what is to be backed up before a job is begun for it.
 *
 * @throws {UnfitSourceError} it is not there, cannot be read, or is neither a file nor a folder. The message goes on
 * behind the path.
 */
export async function examineSource(path: string): Promise<Source> {
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) {
      await (await opendir(path)).close()
      return { kind: 'folder', path }
    }
    if (!facts.isFile()) throw new UnfitSourceError(`it is a ${kindOf(facts)}, neither a file nor a folder`)
    await (await open(path, constants.O_RDONLY | constants.O_NONBLOCK)).close()
    return { kind: 'file', path }
  } catch (error) {
    if (error instanceof UnfitSourceError) throw error
    throw new UnfitSourceError(unreadable('', error).reason, { cause: error })
  }
}
