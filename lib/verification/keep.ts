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
  heed(event: WalkEvent, progress: WalkProgress): void
  flush(): void
  /** All is done: the task ends, and a whole job is counted. */
  finish(): void
}

/** @param mayChange the job was still being written when the task began. */
export function keepInLedger(ledger: Ledger, task: Verification, now: () => number, mayChange: boolean): Keeper {
  const { id, endpoint } = task
  const tasks = ledger.verifications
  const { found } = tasks.countFindings(id)
  const onFinding = tasks.addFinding.bind(undefined, id)
  const recorder = createRecorder({ ledger, endpoint, scope: task, now, found, onFinding, mayChange })
  let progress: WalkProgress = task
  let flushedAt = now()
  let flushedBytes = task.bytes
  let rate: number | null = null

  function flush(): void {
    const at = now()
    const bytes = progress.bytes + progress.aheadBytes
    const lately = ((bytes - flushedBytes) * 1000) / Math.max(at - flushedAt, 1)
    rate = rate === null ? lately : 0.7 * rate + 0.3 * lately
    flushedAt = at
    flushedBytes = bytes
    ledger.inOneWrite(() => {
      recorder.flush()
      tasks.progress(id, { ...progress, rate }, at)
    })
  }

  return {
    get progress() {
      return { ...progress }
    },
    seen: createSeenChunks(),
    heed(event, current) {
      progress = current
      recorder.heed(event)
      if (now() - flushedAt >= everyMs) flush()
    },
    flush,
    finish() {
      ledger.inOneWrite(() => {
        flush()
        tasks.counted(id, progress)
        if (tasks.move(id, ['running'], { state: 'done', now: now() }))
          recorder.finish(progress, task.startedAt ?? task.createdAt)
      })
    },
  }
}
