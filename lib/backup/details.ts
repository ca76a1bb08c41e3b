import { ownersUnsupported } from '#lib/posix/owners.ts'
import { xattrsUnsupported } from '#lib/posix/xattrs.ts'
import type { BackupEvent } from './events.ts'
import type { ExcludeRules } from './exclude.ts'
import type { FolderItself } from './folder-itself.ts'
import type { Skipped } from './skipped.ts'

/** Bytes that a job's details may have. */
const limit = 4096

/** What is kept with a job about how it was made: what was left out and by which rules, and what else is not as on disk. */
export interface Details {
  note(event: BackupEvent): void
  /**
   * JSON text of at most 4 KiB; patterns that do not fit are counted.
   *
   * @param folder how the backed-up folder itself looks; left out where it does not fit.
   */
  toString(skipped: Skipped, folder?: FolderItself): string
}

/** What of every item this system cannot be asked for, and why. */
const notKept = {
  ...(xattrsUnsupported && { attributesNotKept: xattrsUnsupported }),
  ...(ownersUnsupported && { ownerNamesNotKept: ownersUnsupported }),
}

export function createDetails({ patterns = [], caches = false, oneFileSystem = false }: ExcludeRules = {}): Details {
  const excluded = new Map(patterns.map((pattern) => [pattern, 0]))
  const counts = { store: 0, cache: 0, mount: 0, vanished: 0, changed: 0 }
  const without = { unreadable: 0, tooLarge: 0 }
  /** Objects of the last backup that are left out now. */
  let dropped = 0
  return {
    note(event) {
      if (event.kind === 'vanished' || event.kind === 'changed') counts[event.kind]++
      else if (event.kind === 'without') {
        without.unreadable += event.unreadable ? 1 : 0
        without.tooLarge += event.tooLarge ? 1 : 0
      } else if (event.kind === 'deleted') dropped += event.excluded ? 1 : 0
      else if (event.kind === 'excluded') {
        if (event.rule !== 'pattern') counts[event.rule]++
        else if (event.pattern !== undefined) excluded.set(event.pattern, (excluded.get(event.pattern) ?? 0) + 1)
      }
    },
    toString({ items, kept, names }, folder) {
      const { store, cache, mount, ...rest } = counts
      const told = { skipped: items, ...(kept > 0 && { kept }), ...(items > 0 && { skippedNames: names }) }
      const all = [...excluded].map(([pattern, items]) => ({ pattern, items }))
      const text = (shown: number, itself: FolderItself | undefined) =>
        JSON.stringify({
          excluded: {
            patterns: all.slice(0, shown),
            ...(shown < all.length && { morePatterns: all.length - shown }),
            ...(caches && { caches: cache }),
            ...(oneFileSystem && { mounts: mount }),
            ...(store > 0 && { store }),
            ...(dropped > 0 && { dropped }),
          },
          ...rest,
          ...told,
          ...((without.unreadable || without.tooLarge) && { without }),
          ...notKept,
          folder: itself,
        })
      let shown = all.length
      const fits = (itself: FolderItself | undefined) => Buffer.byteLength(text(shown, itself)) <= limit
      while (shown > 0 && !fits(folder)) shown--
      return text(shown, fits(folder) ? folder : undefined)
    },
  }
}
