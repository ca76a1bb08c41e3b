/**
 * Verifications as tasks of the serving process, one at a time. A task's state is in the ledger, so it goes on where it
 * was when the process starts again; what was found and read since the last write to the ledger is then done again. Of
 * several processes on one ledger each task has one that walks it.
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
  /** `task` where it is about one. */
  onError?: (error: unknown, task?: Verification) => void
}

export interface Verifications extends AsyncDisposable {
  /**
   * Puts a verification in line; one of the same that runs or waits is given instead.
   *
   * @param scope.since contents verified since then are not read again.
   */
  start(scope: Scope & { since: number | null }): Promise<Verification>
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

/** How often it is looked for tasks whose process is gone, in milliseconds. */
const lookEvery = 15_000

/** Goes on with what an earlier process left, and takes new tasks. Disposing stops what runs; it stays to be gone on with. */
export function createVerifications(options: VerificationsOptions): Verifications {
  const { ledger, source, now = Date.now, onError } = options
  const { endpoint } = source
  const sleep = options.sleep ?? ((milliseconds, signal) => setTimeout(milliseconds, undefined, { signal, ref: false }))
  const tasks = ledger.verifications
  let current: { id: string; stop: AbortController; ended: Promise<void> } | undefined
  let working: Promise<void> | undefined
  let isWanted = false
  let closed = false

  /** Works on what is in line, until nothing is. */
  function pump(): void {
    isWanted = true
    working ??= work().finally(() => {
      working = undefined
    })
  }

  async function work(): Promise<void> {
    while (isWanted && !closed) {
      isWanted = false
      const task = await tasks.claim(endpoint, now()).catch((error) => onError?.(error))
      if (!task || closed) continue
      isWanted = true
      const stop = new AbortController()
      const ended = runToEnd(task, stop)
      current = { id: task.id, stop, ended }
      await ended
      current = undefined
    }
  }

  /** Never rejects. */
  async function runToEnd(task: Verification, stop: AbortController): Promise<void> {
    try {
      await run(task, stop)
    } catch (error) {
      if (stop.signal.aborted) return // it stays as it was left
      onError?.(error, task)
      const failed = { state: 'failed', note: sentence(error), now: now() } as const
      await tasks.move(task.id, ['running'], failed).catch((error) => {
        isWanted = false // it would be met again at once
        onError?.(error, task)
      })
    }
  }

  async function run(task: Verification, stop: AbortController): Promise<void> {
    const { id } = task
    const { signal } = stop
    await ledger.sharedContent.askAgain(endpoint, id)
    if (await isBeingWritten(source, task.jobId, signal)) await ledger.sharedContent.close(endpoint, id)
    const { found } = await tasks.countFindings(id)
    const mayChange = await ledger.sharedContent.isClosed(endpoint, id)
    const keeper = keepInLedger({ ledger, task, now, found, mayChange, onStopped: () => stop.abort() })
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
        await keeper.finish()
        return
      } catch (error) {
        await keeper.flush()
        if (signal.aborted) return
        failures = keeper.progress.position === position ? failures + 1 : 1
        if (!isRetryable(error) || failures >= patience) throw error
        await tasks.note(task.id, `${sentence(error)} Trying again.`, now())
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
        async verifiedAt(checksums) {
          const times = await ledger.verification.verifiedAt(endpoint, checksums)
          return times.map((at) => (at !== undefined && at >= since ? at : undefined))
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
      await tasks.counted(task.id, await countScope(source, task, signal))
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
    if ((await tasks.move(id, from, { state, now: now() })) && current?.id === id) {
      current.stop.abort()
      await current.ended
    }
    pump()
    return tasks.find(id)
  }

  const looking = setInterval(pump, lookEvery).unref()
  pump()
  return {
    async start({ jobId, prefix, name, since }) {
      const task = await tasks.create({ id: randomUUID(), endpoint, jobId, prefix, name, since, createdAt: now() })
      pump()
      return task
    },
    pause: (id) => change(id, ['waiting', 'running'], 'paused'),
    resume: (id) => change(id, ['paused', 'failed'], 'waiting'),
    cancel: (id) => change(id, ['waiting', 'running', 'paused', 'failed'], 'cancelled'),
    async [Symbol.asyncDispose]() {
      closed = true
      clearInterval(looking)
      current?.stop.abort()
      await working
    },
  }
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return /[.!?]$/.test(message) ? message : `${message}.`
}
