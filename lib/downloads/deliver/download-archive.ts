import { bestEffort } from '#lib/failure/best-effort.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'
import { type Download, strongETag } from '#lib/restore/index.ts'
import { fileName, formats, lengthOf } from '../archive/archive-layout.ts'
import { canStartAt, readPlannedArchive } from '../archive/read-archive.ts'
import { tracked } from '../receipts/tracked.ts'
import type { DownloadContext } from './context.ts'
import { noteDamage } from './damage.ts'
import { hashed } from './hashed.ts'
import { verifiedContents } from './verified-contents.ts'

/**
 * A planned archive, ready to be read. Its bytes follow from its plan, so the plan's id is its strong ETag.
 *
 * @throws {RefusedError} there is no such plan (any more), or it is not ready.
 */
export async function archiveDownload(
  { jobId, planId, format }: { jobId: string; planId: string; format: string },
  context: DownloadContext,
): Promise<Download> {
  const { source, ledger, clock, log } = context
  const found = await ledger.archivePlans.find(planId, clock())
  if (!found || found.jobId !== jobId || found.format !== format || found.endpoint !== source.endpoint)
    throw new RefusedError(
      410,
      'PlanGone',
      'This archive is no longer planned: a plan is kept for a week. Plan it again.',
    )
  const plan = found
  if (plan.state === 'planning') throw new RefusedError(409, 'PlanNotReady', 'This archive is still being planned.', 5)
  if (plan.state === 'failed') throw new RefusedError(409, 'PlanFailed', plan.failure ?? 'Planning it failed.')

  const { mediaType, extension } = formats[plan.format]
  const length = lengthOf(plan)
  const name = fileName(plan)
  return {
    name,
    mediaType,
    etag: strongETag(`${extension}-${plan.id}`),
    length,
    sha256: plan.sha256 ?? undefined,
    async canStartAt(start) {
      await context.learner.flush() // a read that was cut a moment ago counts
      return canStartAt(plan, ledger, start)
    },
    async *read(range, signal) {
      const room = context.archiveGate.enter()
      const share = context.memory.join()
      const receipt = context.receipts.start({
        kind: 'archive',
        actor: context.actor,
        endpoint: source.endpoint,
        jobId,
        subject: name,
        planId,
        rangeStart: range?.start ?? 0,
        expectedBytes: range ? range.end - range.start + 1 : length,
        totalBytes: length,
        sha256: plan.sha256,
      })
      const verified = verifiedContents(context, jobId)
      /** What others wait for is let go with the last byte, before the ledger is told. */
      async function* bytes() {
        using _room = room
        using budget = share
        yield* readPlannedArchive(
          {
            plan,
            source,
            ledger,
            learner: context.learner,
            budget,
            signal,
            onObject(entry) {
              receipt.item()
              // The content of a link was read under another name, or is not in this part; holes are not read.
              if (entry.link !== null || entry.segments !== null) return
              verified.add({ checksum: entry.checksum, bytes: entry.size })
              if (entry.damaged)
                return bestEffort(log, () =>
                  ledger.damagedChunks.healObject({
                    endpoint: source.endpoint,
                    jobId,
                    object: entry.object,
                    objectChecksum: entry.checksum,
                  }),
                )
            },
            onFailure(entry, error) {
              if (signal.aborted) return
              receipt.failedItem()
              const object = { name: entry.object, checksum: entry.checksum }
              return bestEffort(log, () => noteDamage(context, { jobId, object }, error))
            },
          },
          range,
        )
      }
      const whole = range === undefined || (range.start === 0 && range.end === length - 1)
      let found256: string | undefined
      const pieces =
        whole && plan.sha256 === null
          ? hashed(bytes(), { digests: context.digests, length, found: (value) => (found256 = value) })
          : bytes()
      try {
        yield* tracked(pieces, receipt, signal, {
          onFailure: async (error) =>
            log.error({ err: error, jobId, archive: name, receipt: receipt.id }, 'A download broke off'),
          async onEnd() {
            if (found256 === undefined) return {}
            const sha256 = found256
            await bestEffort(log, () => ledger.archivePlans.hashed(plan.id, sha256))
            return { sha256 }
          },
        })
      } finally {
        await verified.flush()
      }
    },
  }
}
