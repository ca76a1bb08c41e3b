import { access, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { BegunAnew } from '../ledger.ts'

const time = /^\.damaged-(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)(\d{3})z$/

/**
 * Renames the database at `path` and what belongs to it, so that it can still be looked at as one.
 *
 * @returns where it lies now; undefined where there is none any more.
 */
export async function setAside(path: string): Promise<string | undefined> {
  if (!(await isThere(path))) return undefined
  const movedTo = `${path}.damaged-${new Date().toISOString().replace(/[-:.]/g, '').toLowerCase()}`
  // The database last: without it, what belongs to it would be taken for the next one's.
  for (const suffix of ['-wal', '-shm', ''])
    if (await isThere(path + suffix)) await rename(path + suffix, movedTo + suffix)
  return movedTo
}

/** What the newest ledger that lies set aside beside `path` says; it is forgotten when somebody takes that away. */
export async function begunAnew(path: string): Promise<BegunAnew | undefined> {
  const [newest] = (await readdir(dirname(path)))
    .flatMap((name) => {
      const parts = name.startsWith(basename(path)) && time.exec(name.slice(basename(path).length))
      if (!parts) return []
      const [, year, month, day, hour, minute, second, ms] = parts
      return { at: Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`), name }
    })
    .sort((a, b) => b.at - a.at)
  return newest && { at: newest.at, setAside: join(dirname(path), newest.name) }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
