import type { Log } from '#lib/log.ts'
import { damaged, type IndexHealth } from './index-health.ts'
import { IndexDamagedError, type IndexStore } from './index-store.ts'
import type { Store } from './store.ts'

/** Finds out whether the index can be trusted. Disposing ends the check that may still run, and counts the end of this use. */
export interface IndexGuard extends AsyncDisposable {
  /** Why nothing may be freed, as a sentence; undefined where nothing speaks against it. Waits for the check. */
  keepGarbage(): Promise<string | undefined>
  /** Whether the check was made and found nothing, which is more than that nothing speaks against the index. */
  isSound(): Promise<boolean>
}

interface Guarded {
  index: Pick<IndexStore, 'mark' | 'setMark'>
  /** The database's path, for messages. */
  file: string
  store: Store
  health: IndexHealth
  log: Pick<Log, 'warn'>
}

/**
 * Compares index and store, and starts the check of the index, which takes a second for a million objects. What is found
 * goes to `health`.
 *
 * @param check resolves with what is wrong in the index, one finding an item.
 */
export async function guardIndex(
  { index, file, store, health, log }: Guarded,
  check: (signal: AbortSignal) => Promise<string[]>,
): Promise<IndexGuard> {
  const closing = new AbortController()
  const opened = await countOpening(index, store).catch((error: unknown): undefined => {
    if (!(error instanceof IndexDamagedError)) throw error // else health knows of it already
  })
  if (!opened) health.doubt(notTheLast(file))

  let examined = false
  async function findings(): Promise<string | undefined> {
    try {
      const [first, ...more] = await check(closing.signal)
      examined = true
      if (first !== undefined) health.doubt(damaged(file, first), [first, ...more])
      return health.readOnly && `Nothing is freed: ${health.readOnly.reason}. ${health.readOnly.remedy}`
    } catch (error) {
      if (closing.signal.aborted) return 'The service is being closed'
      log.warn({ err: error }, 'The index could not be checked')
      return undefined
    }
  }
  const checked = findings()
  return {
    keepGarbage: () => checked,
    isSound: async () => (await checked) === undefined && examined,
    async [Symbol.asyncDispose]() {
      closing.abort()
      await checked
      // What was copied from it while it was in use is older by then. Where this fails, it only passes as before.
      if (opened && !health.readOnly) await count(index, store, opened).catch(() => {})
    },
  }
}

export const notTheLast = (file: string) =>
  `The index ${file} is not the one this store was last used with, but an older copy or another one`

/**
 * Whether the index is the one that was last in use with the store: both count their openings and closings, and this one
 * is counted where it is. An index of an earlier time lacks rows of chunks that are needed.
 *
 * @returns the count by now; undefined where it is another index.
 */
async function countOpening(index: Pick<IndexStore, 'mark' | 'setMark'>, store: Store): Promise<number | undefined> {
  const { generation, openings } = store.header
  const mark = await index.mark()
  const belongs = mark ? mark.generation === generation && mark.openings >= openings : openings === 0
  return belongs ? await count(index, store, Math.max(mark?.openings ?? 0, openings)) : undefined
}

/** @param before the count so far. @returns the count by now. */
async function count(index: Pick<IndexStore, 'setMark'>, store: Store, before: number): Promise<number> {
  const next = { generation: store.header.generation, openings: before + 1 }
  // The index first: should this process end in between, the index is ahead, never behind.
  await index.setMark(next)
  await store.writeHeader(next)
  return next.openings
}
