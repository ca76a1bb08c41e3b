import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Runs one of the programs beside this file to its end: work on a database that nobody waits for and that could not be
 * interrupted otherwise.
 *
 * @returns the JSON it printed.
 * @throws the signal's abort, or that the program failed.
 */
export async function runChild<T>(program: string, args: string[], signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const running = promisify(execFile)(process.execPath, [join(import.meta.dirname, program), ...args])
  const ended = new Promise((resolve) => running.child.once('close', resolve))
  const kill = () => running.child.kill('SIGKILL') // of its own accord `execFile` ends what it started by SIGTERM
  signal.addEventListener('abort', kill, { once: true })
  try {
    return JSON.parse((await running).stdout) as T
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
    await ended // before that it may still hold the file
  }
}
