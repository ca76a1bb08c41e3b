import type { BackupEvent } from './events.ts'
import type { ExcludeRules } from './exclude.ts'

/** Bytes that a job's details may have. */
const limit = 4096

/** What is kept with a job about how it was made: the rules of what was left out, and how often they did so. */
export interface Details {
  note(event: BackupEvent): void
  /** JSON text of at most 4 KiB; patterns that do not fit are counted. */
  toString(): string
}

export function createDetails({ patterns = [], caches = false, oneFileSystem = false }: ExcludeRules = {}): Details {
  const excluded = new Map(patterns.map((pattern) => [pattern, 0]))
  const counts = { store: 0, cache: 0, mount: 0, vanished: 0, skipped: 0, changed: 0 }
  return {
    note(event) {
      if (event.kind === 'vanished' || event.kind === 'changed') counts[event.kind]++
      else if (event.kind === 'omitted') counts.skipped++
      else if (event.kind === 'excluded') {
        if (event.rule !== 'pattern') counts[event.rule]++
        else if (event.pattern !== undefined) excluded.set(event.pattern, (excluded.get(event.pattern) ?? 0) + 1)
      }
    },
    toString() {
      const { store, cache, mount, ...rest } = counts
      const all = [...excluded].map(([pattern, items]) => ({ pattern, items }))
      const text = (shown: number) =>
        JSON.stringify({
          excluded: {
            patterns: all.slice(0, shown),
            ...(shown < all.length && { morePatterns: all.length - shown }),
            ...(caches && { caches: cache }),
            ...(oneFileSystem && { mounts: mount }),
            ...(store > 0 && { store }),
          },
          ...rest,
        })
      let shown = all.length
      while (shown > 0 && Buffer.byteLength(text(shown)) > limit) shown--
      return text(shown)
    },
  }
}
