/**
 * Verifications as tasks of the serving process, one at a time. A task's state is in the ledger, so it goes on where it
 * was when the process starts again; what was found and read since the last write to the ledger is then done again.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Verification, VerificationState } from '#lib/ledger/verification-tasks.ts'
import { isRetryable } from '#lib/restore/read/errors.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import { type Keeper, keepInLedger } from './keep.ts'
import { countScope, isBeingWritten, NothingToVerifyError, type Scope } from './scope.ts'
import { walk } from './walk.ts'

export interface VerificationsOptions {
  ledger: Ledger
  source: ObjectSource
  /** Milliseconds since 1970. */
  now?: () => number
  sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  onError?: (error: unknown, task: Verification) => void
}

export interface Verifications extends AsyncDisposable {
  /** Puts a verification in line. @param scope.since contents verified since then are not read again. */
  start(scope: Scope & { since: number | null }): Verification
  /** The task as it stands afterwards; one in a state that cannot be left so stays. undefined: there is no such task. */
  pause(id: string): Promise<Verification | undefined>
  /** Goes on where it was. */
  resume(id: string): Promise<Verification | undefined>
  cancel(id: string): Promise<Verification | undefined>
}

/** A background task leaves memory and the endpoint's patience to downloads. */
const budgetBytes = 16 * 1024 * 1024
const parallel = 4

/** Failures in a row, without anything done between them, after which a task gives up. */
const patience = 12
const longestPauseMs = 60_000

/** Goes on with what an earlier process left, and takes new tasks. Disposing stops what runs; it stays to be gone on with. */
export function createVerifications(options: VerificationsOptions): Verifications {
  const { ledger, source, now = Date.now, onError } = options
  const { endpoint } = source
  const sleep = options.sleep ?? ((milliseconds, signal) => setTimeout(milliseconds, undefined, { signal, ref: false }))
  const tasks = ledger.verifications
  let current: { id: string; stop: AbortController; ended: Promise<void> } | undefined
  let closed = false

  function pump(): void {
    if (closed || current) return
    const task = tasks.next(endpoint)
    if (!task) return
    const stop = new AbortController()
    const ended = run(task, stop.signal)
      .catch((error) => {
        onError?.(error, task)
        tasks.move(task.id, ['running'], { state: 'failed', note: sentence(error), now: now() })
      })
      .finally(() => {
        current = undefined
        pump()
      })
    current = { id: task.id, stop, ended }
  }

  async function run({ id }: Verification, signal: AbortSignal): Promise<void> {
    tasks.move(id, ['waiting', 'running'], { state: 'running', now: now() })
    const task = tasks.find(id)!
    ledger.sharedContent.askAgain(endpoint, id)
    if (await isBeingWritten(source, task.jobId, signal)) ledger.sharedContent.close(endpoint, id)
    const keeper = keepInLedger(ledger, task, now, ledger.sharedContent.isClosed(endpoint, id))
    const counting = new AbortController()
    if (task.totalObjects === null) void count(task, AbortSignal.any([signal, counting.signal]))
    try {
      await persist(task, keeper, signal)
    } finally {
      counting.abort()
    }
  }

  /** Walks to the end, over failures that may pass. */
  async function persist(task: Verification, keeper: Keeper, signal: AbortSignal): Promise<void> {
    for (let failures = 0; ; ) {
      const { position } = keeper.progress
      try {
        await attempt(task, keeper, signal)
        keeper.finish()
        return
      } catch (error) {
        keeper.flush()
        if (signal.aborted) return
        failures = keeper.progress.position === position ? failures + 1 : 1
        if (!isRetryable(error) || failures >= patience) throw error
        tasks.note(task.id, `${sentence(error)} Trying again.`, now())
        await sleep(Math.min(1000 * 2 ** (failures - 1), longestPauseMs), signal).catch(() => {})
        if (signal.aborted) return
      }
    }
  }

  async function attempt(task: Verification, keeper: Keeper, signal: AbortSignal): Promise<void> {
    const { since } = task
    await walk({
      source,
      scope: task,
      from: keeper.progress,
      seen: keeper.seen,
      ...(since !== null && {
        verifiedAt(checksum: string) {
          const at = ledger.verification.verifiedAt(endpoint, [checksum])[0]
          return at !== undefined && at >= since ? at : undefined
        },
      }),
      signal,
      budgetBytes,
      parallel,
      onEvent: keeper.heed,
    })
  }

  /** For the time left only: where it fails, that is not known, and the walk meets the same error. */
  async function count(task: Verification, signal: AbortSignal): Promise<void> {
    try {
      tasks.counted(task.id, await countScope(source, task, signal))
    } catch (error) {
      if (!signal.aborted && !(error instanceof NothingToVerifyError)) onError?.(error, task)
    }
  }

  /** Moves the task on, and stops it where it runs; what it has done by then is kept. */
  async function change(
    id: string,
    from: readonly VerificationState[],
    state: VerificationState,
  ): Promise<Verification | undefined> {
    if (tasks.move(id, from, { state, now: now() }) && current?.id === id) {
      current.stop.abort()
      await current.ended
    }
    pump()
    return tasks.find(id)
  }

  pump()
  return {
    start({ jobId, prefix, name, since }) {
      const id = randomUUID()
      tasks.create({ id, endpoint, jobId, prefix, name, since, createdAt: now() })
      pump()
      return tasks.find(id)!
    },
    pause: (id) => change(id, ['waiting', 'running'], 'paused'),
    resume: (id) => change(id, ['paused', 'failed'], 'waiting'),
    cancel: (id) => change(id, ['waiting', 'running', 'paused', 'failed'], 'cancelled'),
    async [Symbol.asyncDispose]() {
      closed = true
      current?.stop.abort()
      await current?.ended
    },
  }
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return /[.!?]$/.test(message) ? message : `${message}.`
}
