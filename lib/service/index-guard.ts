import { damaged, type IndexHealth } from './index-health.ts'
import { IndexDamagedError, type IndexStore } from './index-store.ts'
import type { Store } from './store.ts'

interface GuardLog {
  warn(facts: object, message: string): void
}

/** Finds out whether the index can be trusted. Disposing ends the check that may still run. */
export interface IndexGuard extends AsyncDisposable {
  /** Why nothing may be freed, as a sentence; undefined where nothing speaks against it. Waits for the check. */
  keepGarbage(): Promise<string | undefined>
}

interface Guarded {
  index: Pick<IndexStore, 'mark' | 'setMark'>
  /** The database's path, for messages. */
  file: string
  store: Store
  health: IndexHealth
  log: GuardLog
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
  if (!(await indexBelongs(index, store).catch(unlessDamaged)))
    health.doubt(`The index ${file} is not the one this store was last used with, but an older copy or another one`)

  async function findings(): Promise<string | undefined> {
    try {
      const [first, ...more] = await check(closing.signal)
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
    async [Symbol.asyncDispose]() {
      closing.abort()
      await checked
    },
  }
}

/** Damage that is met on the way is known to `health` by then: that the index is another one is not said as well. */
function unlessDamaged(error: unknown): true {
  if (error instanceof IndexDamagedError) return true
  throw error
}

/**
 * Whether the index is the one that was last in use with the store: both count their openings, and this one is counted
 * where it is. An index of an earlier opening lacks rows of chunks that are needed.
 */
async function indexBelongs(index: Pick<IndexStore, 'mark' | 'setMark'>, store: Store): Promise<boolean> {
  const { generation, openings } = store.header
  const mark = await index.mark()
  const belongs = mark ? mark.generation === generation && mark.openings >= openings : openings === 0
  if (!belongs) return false
  // The index first: should this process end in between, the index is ahead, never behind.
  const next = { generation, openings: Math.max(mark?.openings ?? 0, openings) + 1 }
  await index.setMark(next)
  await store.writeHeader(next)
  return true
}
