import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Verification } from '#lib/ledger/verification-tasks.ts'
import type { SeenChunks } from '#lib/restore/index.ts'
import { createSeenChunks } from '#lib/restore/read/seen-chunks.ts'
import { createRecorder } from './record.ts'
import type { WalkEvent, WalkProgress } from './walk.ts'

/** The ledger is written to at most this often while a verification runs. */
const everyMs = 500

/** Brings a task's walk into the ledger, in few writes. */
export interface Keeper {
  /** Where the next walk begins. */
  readonly progress: WalkProgress
  readonly seen: SeenChunks
  /** @throws what the last write met. */
  heed(event: WalkEvent, progress: WalkProgress): void
  flush(): Promise<void>
  /** All is done: the task ends, and a whole job is counted. */
  finish(): Promise<void>
}

export interface KeeperOptions {
  ledger: Ledger
  task: Verification
  now: () => number
  /** Findings there are already. */
  found: number
  /** The job was still being written when the task began. */
  mayChange: boolean
  /** The task is to run no more: somebody stopped it, or it is another process's. */
  onStopped: () => void
}

export function keepInLedger({ ledger, task, now, found, mayChange, onStopped }: KeeperOptions): Keeper {
  const { id, endpoint } = task
  const tasks = ledger.verifications
  const recorder = createRecorder({ endpoint, scope: task, now, found, mayChange })
  let progress: WalkProgress = task
  let flushedAt = now()
  let flushedBytes = task.bytes
  let rate: number | null = null
  let writing: Promise<void> | undefined
  /** More was told since the last write began. */
  let isBehind = false
  let failure: { error: unknown } | undefined

  /** How far it is now, and how fast. */
  function measured(at: number) {
    const bytes = progress.bytes + progress.aheadBytes
    const lately = ((bytes - flushedBytes) * 1000) / Math.max(at - flushedAt, 1)
    rate = rate === null ? lately : 0.7 * rate + 0.3 * lately
    flushedAt = at
    flushedBytes = bytes
    return { ...progress, rate }
  }

  async function write(): Promise<void> {
    isBehind = false
    const at = now()
    const done = measured(at)
    const state = await recorder.flush((walked) => tasks.advance(id, walked, done, at))
    if (state !== 'running') onStopped()
  }

  function writeWhenDue(): void {
    if (writing || now() - flushedAt < everyMs) return
    writing = write()
      .catch((error) => {
        failure = { error }
      })
      .finally(() => {
        writing = undefined
        if (isBehind && !failure) writeWhenDue()
      })
  }

  /** One write after the other: what is told has its order. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    while (writing) await writing
    failure = undefined
    await work()
  }

  return {
    get progress() {
      return { ...progress }
    },
    seen: createSeenChunks(),
    heed(event, current) {
      progress = current
      recorder.heed(event)
      if (failure) throw failure.error
      isBehind = true
      writeWhenDue()
    },
    flush: () => inTurn(write),
    finish: () =>
      inTurn(async () => {
        const at = now()
        const coverage = recorder.coverage(progress, task.startedAt ?? task.createdAt)
        const end = { progress: measured(at), coverage, now: at }
        await recorder.flush((walked) => tasks.finish(id, walked, end))
      }),
  }
}
