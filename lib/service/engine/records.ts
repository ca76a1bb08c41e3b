import type { ChunkStore, ManifestRecord } from '../ports.ts'
import { jobRecord } from './manifests.ts'

/** Where it is kept up to which sequence index and records are known to tell the same. */
export interface SettledMark {
  /** Records below this sequence are in the index, or void. */
  readonly settled: number | undefined
  /** Durably. */
  write(settled: number): Promise<void>
}

/** Writes down what is done before the index enters it, so that the two tell the same whatever fails. */
export interface Records extends AsyncDisposable {
  /**
   * Appends the records, then lets the index enter what the last of them tells. Where the index refuses or fails, that
   * record is made void: a rebuild must not do what its caller was told had not been done.
   */
  enter<T extends { ok: boolean }>(records: readonly ManifestRecord[], row: () => Promise<T>): Promise<T>
  /** Makes these records void. Where the store cannot take that now, it comes before anything that is recorded later. */
  revoke(sequences: readonly number[]): Promise<void>
  /** Notes how far index and records tell the same. Where that fails, more is looked at than has to be. */
  settle(): Promise<void>
}

/** Entries between two marks: bounds what the next start has to look at, and costs next to nothing. */
const MARK_EVERY = 1000

/** @param mark absent: nothing is known of the records that are there, so no mark is set. */
export function createRecords(
  chunks: Pick<ChunkStore, 'appendManifest' | 'nextSequence'>,
  { clock, mark }: { clock: () => number; mark?: SettledMark },
): Records {
  /** What is being entered, by the lowest sequence it can have. */
  const underWay = new Set<{ from: number }>()
  const unrevoked = new Set<number>()
  let revoking: Promise<void> | undefined
  /** Appends that failed from here on may have left a record all the same. */
  let doubtfulFrom = Number.POSITIVE_INFINITY
  /** What failed from here on may still be in the log of the index, until its next commit takes that place. */
  let failedFrom = Number.POSITIVE_INFINITY
  let sinceMark = 0

  async function revokeEach(): Promise<void> {
    for (const sequence of unrevoked) {
      await chunks.appendManifest(jobRecord({ v: 1, event: 'void', of: sequence, at: clock() }))
      unrevoked.delete(sequence)
    }
  }

  async function revokeAll(): Promise<void> {
    while (unrevoked.size > 0) {
      revoking ??= revokeEach().finally(() => {
        revoking = undefined
      })
      await revoking
    }
  }

  /** What cannot be recorded now is tried again before the next record. */
  async function revoke(sequences: readonly number[]): Promise<void> {
    for (const sequence of sequences) unrevoked.add(sequence)
    await revokeAll().catch(() => {})
  }

  async function append(records: readonly ManifestRecord[], from: number): Promise<number> {
    let sequence = from
    try {
      for (const record of records) sequence = await chunks.appendManifest(record)
      return sequence
    } catch (error) {
      if (chunks.nextSequence() > from) doubtfulFrom = Math.min(doubtfulFrom, from)
      throw error
    }
  }

  async function failed(sequence: number): Promise<void> {
    failedFrom = Math.min(failedFrom, sequence)
    await revoke([sequence])
  }

  async function settle(): Promise<void> {
    sinceMark = 0
    if (!mark || unrevoked.size > 0) return
    const open = Array.from(underWay, ({ from }) => from)
    const settled = Math.min(chunks.nextSequence(), doubtfulFrom, failedFrom, ...open)
    if (settled !== mark.settled) await mark.write(settled).catch(() => {})
  }

  return {
    revoke,
    settle,

    async enter(records, row) {
      await revokeAll()
      const mine = { from: chunks.nextSequence() }
      underWay.add(mine)
      try {
        const sequence = await append(records, mine.from)
        const outcome = await row().catch(async (error) => {
          await failed(sequence)
          throw error
        })
        if (outcome.ok) failedFrom = Number.POSITIVE_INFINITY
        else await failed(sequence)
        return outcome
      } finally {
        underWay.delete(mine)
        if (++sinceMark >= MARK_EVERY) await settle()
      }
    },

    async [Symbol.asyncDispose]() {
      await revoke([])
      await settle()
    },
  }
}
