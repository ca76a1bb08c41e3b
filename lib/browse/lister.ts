import { compareNames } from './names.ts'

/** What every listing shares; the rest of an object is its owner's business. */
export interface Named {
  Name: string | undefined
}

/** One request. `start` is inclusive; beside a `token` the other members are repeated, never changed. */
export interface ListQuery {
  prefix?: string
  start?: string
  limit: number
  token?: string
}

export interface ListPage<T> {
  objects: T[]
  token?: string
}

/** Asks the storage service once. Names come back in UTF-8 byte order; a page may be short or empty and still go on. */
export type List<T extends Named> = (query: ListQuery, signal?: AbortSignal) => Promise<ListPage<T>>

/** Where a listing goes on: behind the name shown last, or in the middle of a run of empty pages. */
export interface Cursor {
  after?: string
  token?: string
}

/** The names came in an order that is not that of their bytes, so that a folder could be shown twice or not at all. */
export class ListingOrderError extends Error {
  override readonly name = 'ListingOrderError'
  readonly retryable = false
  readonly before: string
  readonly after: string
  constructor(before: string, after: string) {
    super(
      `The service lists ${JSON.stringify(after)} behind ${JSON.stringify(before)}, which is not the order of their bytes`,
    )
    this.before = before
    this.after = after
  }
}

/** Rows from one place on, without holes. `token` where there is more; no rows and a token: the budget is spent. */
export interface Run<T> {
  start: string | undefined
  rows: { name: string; object: T }[]
  token?: string
}

/** The largest page the API gives. */
export const maxPage = 100

/**
 * Reads runs of one listing within a budget of requests: goes on over empty pages, and refuses names that come out of
 * order or are not what was asked for.
 */
export class Lister<T extends Named> {
  readonly #list: List<T>
  readonly #prefix: string
  readonly #signal: AbortSignal | undefined
  #budget: number

  constructor(list: List<T>, prefix: string, budget: number, signal?: AbortSignal) {
    this.#list = list
    this.#prefix = prefix
    this.#budget = budget
    this.#signal = signal
  }

  get spent(): boolean {
    return this.#budget <= 0
  }

  async run(start: string | undefined, limit: number, token?: string): Promise<Run<T>> {
    const query: ListQuery = { limit: Math.min(limit, maxPage) }
    if (this.#prefix) query.prefix = this.#prefix
    if (start) query.start = start
    let next = token
    do {
      this.#budget--
      const page = await this.#list(next ? { ...query, token: next } : query, this.#signal)
      const rows = page.objects.map((object) => ({ name: object.Name ?? '', object }))
      this.#check(rows, start)
      next = page.token
      if (rows.length > 0) return { start, rows, token: next }
    } while (next && !this.spent)
    return { start, rows: [], token: next }
  }

  #check(rows: { name: string }[], start: string | undefined): void {
    let before = start ?? ''
    for (const [i, { name }] of rows.entries()) {
      const order = compareNames(before, name)
      if (order > 0 || (i > 0 && order === 0) || !name.startsWith(this.#prefix))
        throw new ListingOrderError(before, name)
      before = name
    }
  }
}
