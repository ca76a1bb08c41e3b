import { ExitError, exitCodes } from './exit.ts'

/**
 * What is said where a restore, a dry run of one or a comparison met no object: without a prefix the job is empty, and
 * all of it is there.
 *
 * @throws {ExitError} nothing has the prefix; or the job is empty and all that is in the folder would be deleted.
 */
export function nothingRestored(prefix: string, { deletes = false }: { deletes?: boolean | undefined } = {}): string {
  if (prefix !== '') throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  if (deletes)
    throw new ExitError(
      exitCodes.failed,
      'The job is empty: --delete would delete everything in the folder, so it deletes nothing. Empty the folder yourself if that is what you want.',
    )
  return 'The job is empty: it has nothing to restore.'
}
