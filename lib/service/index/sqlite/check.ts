import { runChild } from './child.ts'

/** A second for a million objects; or all, also that tables and their indexes have the same rows. */
export type Depth = 'quick_check' | 'integrity_check'

/**
 * SQLite's own check of a database; at low priority, in a process of its own.
 *
 * @returns what is wrong, the first ten findings.
 * @throws the signal's abort, or that the check could not run.
 */
export function checkDatabase(file: string, depth: Depth, signal: AbortSignal): Promise<string[]> {
  return runChild('check-process.ts', [file, depth], signal)
}
