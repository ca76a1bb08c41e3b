import { stat } from 'node:fs/promises'

/**
 * Looks, at each call, whether the file that was opened is still the one of that name: another one put in its place
 * would get nothing of what is written, and be read at the next start. Nothing but the name is looked at: opening the
 * file once more and closing it would take SQLite's locks from this process.
 *
 * @param file a database that is open, and that never gets smaller.
 * @returns why it is not, as the end of a sentence; undefined where it is.
 * @throws what keeps the file from being looked at.
 */
export async function watchPlace(file: string): Promise<() => Promise<string | undefined>> {
  let last = await stat(file)
  return async () => {
    const now = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (!now) return 'was taken away while Thaw ran'
    if (now.dev !== last.dev || now.ino !== last.ino || now.size < last.size)
      return 'was replaced by another one while Thaw ran'
    last = now
  }
}
