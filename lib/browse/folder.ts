import { guessNext, guessSkips } from './guess.ts'
import { type Cursor, type List, Lister, maxPage, type Named, type Run } from './lister.ts'
import { afterFolder, compareNames } from './names.ts'

/**
 * One line of a folder. A folder's name ends with '/', an object's never does here: the object 'a/' is the folder
 * itself, and comes as the marker of its entry.
 */
export type Entry<T> = { kind: 'object'; name: string; object: T } | { kind: 'folder'; name: string; marker?: T }

export interface FolderQuery {
  /** '' for the root, else ends with '/'. */
  folder: string
  /** What the entries' own names begin with. */
  prefix?: string
  /** Full name to begin at, inclusive. */
  start?: string
  /** Most entries to return. */
  limit: number
  cursor?: Cursor
}

export interface FolderPage<T> {
  entries: Entry<T>[]
  /** The object that has the folder's own name, where it exists and the page begins with it. */
  marker?: T
  /** Absent at the end of the folder. */
  cursor?: Cursor
}

const mostAhead = 8

/**
 * The next entries of one folder, objects and folders in UTF-8 byte order, from an API that knows no folders: after a
 * name inside folder 'a/', asks on from 'a0'. Costs what the folder shows, whatever lies below or beside it: rows read
 * stay within a small multiple of entries returned. Where folders turn out to be numbered, the next skips are asked at
 * once; an answer is only used where it says what lies at the place that is due.
 *
 * Bounded: returns early with a cursor when many answers held nothing (a sparse filter).
 *
 * @throws {ListingOrderError} the service does not list in byte order.
 */
export async function listFolder<T extends Named>(
  list: List<T>,
  query: FolderQuery,
  signal?: AbortSignal,
): Promise<FolderPage<T>> {
  const { folder, limit } = query
  const lister = new Lister(list, folder + (query.prefix ?? ''), limit * 2 + 50, signal)
  const page: FolderPage<T> = { entries: [] }
  let position = resumeAt(query)
  let token = query.cursor?.token
  let size = Math.min(16, limit)
  let ahead: Run<T>[] = []
  let streak = 0

  while (page.entries.length < limit) {
    let run = token ? undefined : ahead.find((known) => covers(known, position))
    if (!run) {
      if (lister.spent) return { ...page, cursor: { after: lastName(page) ?? query.cursor?.after, token } }
      const last = page.entries.at(-1)
      const guesses =
        last?.kind === 'folder' && streak > 0 ? guessSkips(last.name, Math.min(mostAhead, 2 ** streak)) : []
      const [due, ...more] = await Promise.all([
        // One row more: where an object was the last, it is listed again.
        lister.run(position, size + 1, token),
        ...guesses.map((start) => lister.run(start, 1).catch(() => undefined)),
      ])
      ahead = more.filter((known) => known !== undefined)
      run = due as Run<T>
    }
    token = undefined

    const before = page.entries.length
    const seen = lastName(page) ?? query.cursor?.after
    const end = take(page, run, { folder, limit, position, seen })
    const last = page.entries.at(-1)
    if (last?.kind === 'folder' && page.entries.length > before) {
      const previous = page.entries.at(-2)
      streak = previous?.kind === 'folder' && guessNext(previous.name) === last.name ? streak + 1 : 0
    }
    if (end === 'full') break
    if (!run.token) return page
    if (run.rows.length === 0) {
      token = run.token
      continue
    }
    const gained = page.entries.length - before
    if (end === 'inside') {
      // Rows behind a folder's first are read in vain: more are asked for only where none were.
      const vain = run.rows.length > gained
      size = Math.min(maxPage - 1, Math.max(1, vain ? gained : gained * 2))
      position = afterFolder(last?.name ?? seen ?? '')
    } else {
      size = Math.min(maxPage - 1, Math.max(size, 4) * 2)
      const reached = run.rows.at(-1)?.name
      if (reached === position) token = run.token // a short page that only repeats where we are
      position = reached
    }
  }
  return { ...page, cursor: { after: lastName(page) } }
}

function resumeAt({ cursor, start }: FolderQuery): string | undefined {
  const after = cursor?.after
  if (after === undefined) return start
  return after.endsWith('/') ? afterFolder(after) : after
}

function lastName(page: FolderPage<unknown>): string | undefined {
  return page.entries.at(-1)?.name
}

/** Whether a run says, without a hole, what lies from `position` on. */
function covers(run: Run<unknown>, position: string | undefined): boolean {
  if (position === undefined || run.start === undefined || compareNames(run.start, position) > 0) return false
  return run.rows.length > 0 ? compareNames(position, run.rows.at(-1)?.name ?? '') <= 0 : !run.token
}

/**
 * Adds the run's rows to the page. Says whether the page is full, whether the run ended inside a folder (the rest of
 * which is skipped) or behind an object.
 */
function take<T>(
  page: FolderPage<T>,
  run: Run<T>,
  { folder, limit, position, seen }: { folder: string; limit: number; position?: string; seen?: string },
): 'full' | 'inside' | 'object' {
  let inside = seen?.endsWith('/') ? seen : undefined
  for (const { name, object } of run.rows) {
    if (position !== undefined && compareNames(name, position) < 0) continue
    if (name === seen || (inside && name.startsWith(inside))) continue
    if (name === folder) {
      page.marker = object
      continue
    }
    if (page.entries.length === limit) return 'full'
    const slash = name.indexOf('/', folder.length)
    inside = slash < 0 ? undefined : name.slice(0, slash + 1)
    if (inside === undefined) page.entries.push({ kind: 'object', name, object })
    else page.entries.push({ kind: 'folder', name: inside, ...(name === inside && { marker: object }) })
  }
  return inside ? 'inside' : 'object'
}
