import { existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** That the ledger holds nothing from before `at`, because another one was garbled. */
export interface BegunAnew {
  /** Milliseconds since 1970. */
  at: number
  /** Where the other one lies, whole as it was found. */
  setAside: string
}

const time = /^\.damaged-(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(\d{3})z$/

/**
 * Renames the database at `path` and what belongs to it, so that it can still be looked at as one.
 *
 * @returns where it lies now; undefined where there is none any more.
 */
export function setAside(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const movedTo = `${path}.damaged-${new Date().toISOString().replace(/[-:.]/g, '').toLowerCase()}`
  // The database last: without it, what belongs to it would be taken for the next one's.
  for (const suffix of ['-wal', '-shm', '']) if (existsSync(path + suffix)) renameSync(path + suffix, movedTo + suffix)
  return movedTo
}

/** What the newest ledger that lies set aside beside `path` says; it is forgotten when somebody takes that away. */
export function begunAnew(path: string): BegunAnew | undefined {
  const [newest] = readdirSync(dirname(path))
    .flatMap((name) => {
      const parts = name.startsWith(basename(path)) && time.exec(name.slice(basename(path).length))
      if (!parts) return []
      const [, year, month, day, hour, minute, second, ms] = parts
      return { at: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`), name }
    })
    .sort((a, b) => b.at - a.at)
  return newest && { at: newest.at, setAside: join(dirname(path), newest.name) }
}
