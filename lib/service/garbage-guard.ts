import type { IndexStore } from './index-store.ts'
import type { Store } from './store.ts'

interface GuardLog {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Says whether the index can be trusted to know what is garbage. Disposing ends the check that may still run. */
export interface GarbageGuard extends AsyncDisposable {
  /** Why nothing may be freed, as a sentence; undefined where nothing speaks against it. Waits for the check. */
  reason(): Promise<string | undefined>
}

const foreignIndex =
  'The index is not the one this store was last used with, but an older copy or a new one: nothing is freed, because what it does not know may be needed'

/**
 * Compares index and store, and starts the check of the index, which takes a second for a million objects.
 *
 * @param check resolves with what is wrong in the index, one finding an item.
 */
export async function guardGarbage(
  { index, store, log }: { index: Pick<IndexStore, 'mark' | 'setMark'>; store: Store; log: GuardLog },
  check: (signal: AbortSignal) => Promise<string[]>,
): Promise<GarbageGuard> {
  const closing = new AbortController()
  const belongs = await indexBelongs(index, store)
  if (!belongs) log.error({ dataDir: store.paths.dataDir }, foreignIndex)

  async function findings(): Promise<string | undefined> {
    try {
      const found = await check(closing.signal)
      if (found.length === 0) return undefined
      log.error({ dataDir: store.paths.dataDir, found }, 'The index is damaged')
      return `The index is damaged, so nothing is freed: ${found[0]}`
    } catch (error) {
      if (closing.signal.aborted) return 'The service is being closed'
      log.warn({ err: error }, 'The index could not be checked')
      return undefined
    }
  }
  const checked = findings()
  return {
    reason: async () => (belongs ? await checked : foreignIndex),
    async [Symbol.asyncDispose]() {
      closing.abort()
      await checked
    },
  }
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
