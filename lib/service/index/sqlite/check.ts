import { join } from 'node:path'
import { runChild } from './child.ts'

/**
 * SQLite's own check of the database in this folder, a second for a million objects; at low priority, in a process of
 * its own.
 *
 * @returns what is wrong, the first ten findings.
 * @throws the signal's abort, or that the check could not run.
 */
export function checkSqliteIndex({ directory }: { directory: string }, signal: AbortSignal): Promise<string[]> {
  return runChild('check-process.ts', [join(directory, 'index.sqlite')], signal)
}
