import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const program = join(import.meta.dirname, 'check-process.ts')

/**
 * SQLite's own check of the database in this folder, a second for a million objects. In a process of its own and at low
 * priority: it cannot be interrupted otherwise, and nobody waits for it.
 *
 * @returns what is wrong, the first ten findings.
 * @throws the signal's abort, or that the check could not run.
 */
export async function checkSqliteIndex({ directory }: { directory: string }, signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted()
  const checking = promisify(execFile)(process.execPath, [program, join(directory, 'index.sqlite')])
  const ended = new Promise((resolve) => checking.child.once('close', resolve))
  const kill = () => checking.child.kill('SIGKILL') // of its own accord `execFile` ends what it started by SIGTERM
  signal.addEventListener('abort', kill, { once: true })
  try {
    return JSON.parse((await checking).stdout) as string[]
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
    await ended // before that it may still hold the file
  }
}
