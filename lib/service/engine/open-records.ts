import type { Log } from '#lib/log.ts'
import type { IndexStore } from '../index-store.ts'
import type { ChunkStore } from '../ports.ts'
import { createRecords, type Records, type SettledMark } from './records.ts'
import { IndexBehindError, unfinishedRecords } from './unfinished.ts'

interface Stored {
  index: IndexStore
  chunks: ChunkStore
}

interface Options {
  mark: SettledMark
  /** Whether the index was found whole; asked only where something is to be made void. */
  isSound: () => Promise<boolean>
  /** Hears that the index is an older one than the records were written with. */
  onBehind: (error: IndexBehindError) => void
  log: Pick<Log, 'warn'>
  clock?: () => number
}

/**
 * Opens the records of a store with the index that belongs to it: what was left unfinished when it was last in use is
 * made void before anything else is recorded. Where the index is not sound, or the records cannot be read, they stay as
 * they are and the next start looks again; so they do where the index is an older one. What a version left that kept no mark stays as it is.
 */
export async function openRecords(
  { index, chunks }: Stored,
  { mark, isSound, onBehind, log, clock = Date.now }: Options,
): Promise<Records> {
  try {
    const unfinished = mark.settled === undefined ? [] : await unfinishedRecords({ index, chunks }, mark.settled)
    if (unfinished.length > 0 && !(await isSound())) return createRecords(chunks, { clock })
    const records = createRecords(chunks, { clock, mark })
    await records.revoke(unfinished)
    await records.settle()
    if (unfinished.length > 0)
      log.warn({ sequences: unfinished }, 'Requests were not done when Thaw ended; their records are void')
    return records
  } catch (error) {
    if (error instanceof IndexBehindError) onBehind(error)
    else log.warn({ err: error }, 'The newest records could not be compared with the index; the next start tries again')
    return createRecords(chunks, { clock })
  }
}
