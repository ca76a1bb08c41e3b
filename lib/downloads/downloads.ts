import { randomUUID } from 'node:crypto'
import { bestEffort } from '#lib/failure/best-effort.ts'
import { problemOf } from '#lib/failure/problem.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Receipt } from '#lib/ledger/receipts.ts'
import type { Log } from '#lib/log.ts'
import { createSharedBudget, type DownloadRequest, downloadResponse, type SharedBudget } from '#lib/restore/index.ts'
import type { AskedObject } from '#lib/storage/find-version.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import type { AskedArchive } from './archive/archive-form.ts'
import { createLearner } from './archive/learner.ts'
import { planArchive } from './archive/plan-archive.ts'
import type { Selection } from './archive/selection.ts'
import { sweepPlans } from './archive/sweep-plans.ts'
import type { Digests } from './deliver/digests.ts'
import { archiveDownload } from './deliver/download-archive.ts'
import { objectDownload } from './deliver/download-object.ts'
import { createGate } from './deliver/gate.ts'
import { createReceiptKeeper } from './receipts/receipt-keeper.ts'

const MiB = 1024 * 1024
const week = 7 * 24 * 60 * 60 * 1000

/** Bytes held for downloads: divided among all of them, for one of them, and with one chunk for each of very many. */
const limits = { total: 64 * MiB, each: 24 * MiB, most: 96 * MiB }
const mostArchives = 16
const mostObjects = 64
const mostPlans = 4

/** Downloads of one storage: plans, deliveries and their receipts. */
export interface Downloads {
  /** @throws what `problemResponse` puts into words. */
  object(asked: AskedObject, request: DownloadRequest, actor: Receipt['actor']): Promise<Response>
  archive(
    asked: { jobId: string; planId: string; format: string },
    request: DownloadRequest,
    actor: Receipt['actor'],
  ): Promise<Response>
  /**
   * Begins a plan. It goes on when the caller leaves; `finished` settles with it and never rejects.
   *
   * @throws {RefusedError} the job is not completed, or too many plans are being made.
   */
  plan(asked: AskedArchive, signal?: AbortSignal): Promise<{ id: string; finished: Promise<void> }>
  /** A plan as far as it has come; undefined once it expired. */
  findPlan(id: string): Promise<ArchivePlan | undefined>
  /** Forgets a plan; one that is being made is stopped. */
  dropPlan(id: string): Promise<void>
}

/** What this process delivers and plans is its own in the ledger: where it ends, its receipts are broken, its plans failed. */
export function createDownloads({
  source,
  ledger,
  digests,
  log,
  clock = Date.now,
  memory = createSharedBudget(limits),
}: {
  source: ObjectSource
  ledger: Ledger
  digests: Digests
  log: Pick<Log, 'error'>
  clock?: () => number
  memory?: SharedBudget
}): Downloads {
  const shared = {
    source,
    ledger,
    digests,
    log,
    clock,
    memory,
    objectGate: createGate(mostObjects, 'downloads', 10),
    archiveGate: createGate(mostArchives, 'archives', 30),
    receipts: createReceiptKeeper(ledger, log, clock),
    learner: createLearner({ ledger, log }),
  }
  const planGate = createGate(mostPlans, 'archives to plan', 10)
  const planning = new Map<string, AbortController>()

  async function make(plan: ArchivePlan, selection: Selection, stop: AbortController, room: Disposable) {
    using _ = room
    try {
      await planArchive(plan, selection, { source, ledger, signal: stop.signal })
    } catch (error) {
      stop.abort()
      const { code, message } = problemOf(error)
      if (code === 'Unexpected')
        log.error({ err: error, plan: plan.id, jobId: plan.jobId }, 'An archive cannot be planned')
      await bestEffort(log, () => ledger.archivePlans.failed(plan.id, message))
    } finally {
      planning.delete(plan.id)
    }
    await sweepPlans(ledger, log, clock())
  }

  return {
    async object(asked, request, actor) {
      return downloadResponse(await objectDownload(asked, { ...shared, actor }, request.signal), request)
    },

    async archive(asked, request, actor) {
      return downloadResponse(await archiveDownload(asked, { ...shared, actor }), request)
    },

    async plan({ jobId, format, selection, intact = false, naming = 'portable', title }, signal) {
      const state = await source.jobState(jobId, signal)
      if (state !== undefined && state !== 'COMPLETED' && state !== 'PARTIAL')
        throw new RefusedError(
          409,
          'JobNotCompleted',
          'Archives are made of completed jobs; this one is not completed.',
        )
      using entered = new DisposableStack()
      entered.use(planGate.enter())
      const id = randomUUID()
      const now = clock()
      await ledger.archivePlans.create({
        id,
        endpoint: source.endpoint,
        jobId,
        format,
        title: title ?? titleOf(jobId, selection),
        selection: JSON.stringify(selection),
        intact,
        naming,
        createdAt: now,
        expiresAt: now + week,
      })
      const plan = (await ledger.archivePlans.find(id, now))!
      const stop = new AbortController()
      planning.set(id, stop)
      return { id, finished: make(plan, selection, stop, entered.move()) }
    },

    findPlan: (id) => ledger.archivePlans.find(id, clock()),

    async dropPlan(id) {
      planning.get(id)?.abort()
      await ledger.archivePlans.remove(id)
    },
  }
}

/** A name people recognise in their download folder. */
function titleOf(jobId: string, { names, prefixes }: Selection): string {
  const [only] = names.length + prefixes.length === 1 ? [...names, ...prefixes] : []
  return only?.split('/').findLast((part) => part !== '') ?? `backup-${jobId}`
}
