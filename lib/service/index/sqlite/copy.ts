import { checkDatabase } from './check.ts'
import { runChild } from './child.ts'

/** What is wrong with the database that was to be copied, or, where that is sound, with the copy. */
export type CopyFault = { in: 'source' | 'copy'; detail: string }

/** Copies in a process of its own, at low priority. @returns what is wrong with what there is to copy. */
export type CopyDatabase = (source: string, target: string, signal: AbortSignal) => Promise<string[]>

export const copyDatabase: CopyDatabase = (source, target, signal) =>
  runChild('copy-process.ts', [source, target], signal)

/**
 * Copies a database while it is in use, and looks source and copy through.
 *
 * @returns what is wrong; then the copy is not to be used.
 * @throws the signal's abort, or that it could not be copied.
 */
export async function copyChecked(
  source: string,
  target: string,
  { signal, copy = copyDatabase }: { signal: AbortSignal; copy?: CopyDatabase | undefined },
): Promise<CopyFault | undefined> {
  const [damage] = await checkDatabase(source, 'quick_check', signal)
  if (damage !== undefined) return { in: 'source', detail: damage }
  const [failure] = await copy(source, target, signal)
  const [fault] = failure === undefined ? await checkDatabase(target, 'integrity_check', signal) : [failure]
  if (fault === undefined) return undefined
  // The source is to blame only for what is found in it.
  const [cause] = await checkDatabase(source, 'integrity_check', signal)
  return cause === undefined ? { in: 'copy', detail: fault } : { in: 'source', detail: cause }
}
