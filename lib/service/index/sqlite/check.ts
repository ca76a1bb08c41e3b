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
  const file = join(directory, 'index.sqlite')
  const { stdout } = await promisify(execFile)(process.execPath, [program, file], { signal, killSignal: 'SIGKILL' })
  return JSON.parse(stdout) as string[]
}
