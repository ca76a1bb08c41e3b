import { bestEffort } from '#lib/failure/best-effort.ts'
import {
  type ByteRange,
  type Download,
  ObjectPlanError,
  openListed,
  planObject,
  readVerified,
  strongETag,
} from '#lib/restore/index.ts'
import { type AskedObject, findVersion } from '#lib/storage/find-version.ts'
import { recycle } from '#lib/storage/handover.ts'
import { tracked } from '../receipts/tracked.ts'
import type { DownloadContext } from './context.ts'
import { noteDamage } from './damage.ts'
import { hashed } from './hashed.ts'
import { verifiedContents } from './verified-contents.ts'

/** Objects of so few chunks are planned before there is an answer: one page of a listing. */
const plannedFirst = 100

/** One object, ready to be read. Nothing but listings was read for it. */
export async function objectDownload(
  asked: AskedObject,
  context: DownloadContext,
  signal: AbortSignal,
): Promise<Download> {
  const { source, ledger, log } = context
  const { jobId, name } = asked
  const found = await findVersion(source, asked, signal)

  const { listChunks, fetchChunk } = source.read(jobId, found)
  const listed = { ...found, listChunks }
  await context.learner.flush() // a read that ended a moment ago counts
  const known = await ledger.knownContents.find(found.checksum)
  const plan =
    found.length === undefined || found.chunks === undefined || found.chunks <= plannedFirst
      ? await planObject(listed, signal)
      : undefined
  const length = plan?.length ?? found.length!
  const sha256 = known.sha256 ?? onlyChunk(plan)

  async function open(range: ByteRange | undefined, stop: AbortSignal) {
    const opened = plan ?? (await (range ? planObject(listed, stop) : openListed(listed, stop)))
    if (opened.length !== length) throw new ObjectPlanError(`${JSON.stringify(name)} is not as long as it was listed`)
    return opened
  }

  return {
    name,
    mediaType: 'application/octet-stream',
    etag: strongETag(found.checksum),
    length,
    sha256,
    async *read(range, stop) {
      const room = context.objectGate.enter()
      const share = context.memory.join()
      const whole = range === undefined || (range.start === 0 && range.end === length - 1)
      const verified = verifiedContents(context, jobId)
      const receipt = context.receipts.start({
        kind: 'object',
        actor: context.actor,
        endpoint: source.endpoint,
        jobId,
        subject: name,
        rangeStart: range?.start ?? 0,
        expectedBytes: range ? range.end - range.start + 1 : length,
        totalBytes: length,
        checksum: found.checksum,
        sha256: sha256 ?? null,
      })
      let found256: string | undefined
      /** What others wait for is let go with the last byte, before the ledger is told. */
      async function* bytes() {
        using _room = room
        using budget = share
        const how = { fetchChunk, range, budget, signal: stop, onUnread: recycle }
        yield* readVerified(await open(range, stop), how)
      }
      const pieces =
        whole && sha256 === undefined
          ? hashed(bytes(), { digests: context.digests, length, found: (value) => (found256 = value) })
          : bytes()
      yield* tracked(pieces, receipt, stop, {
        async onEnd() {
          receipt.item()
          if (whole) {
            await bestEffort(log, () =>
              ledger.damagedChunks.healObject({
                endpoint: source.endpoint,
                jobId,
                object: name,
                objectChecksum: found.checksum,
              }),
            )
            verified.add({ checksum: found.checksum, bytes: length })
            await verified.flush()
          }
          if (found256 === undefined) return {}
          context.learner.add({ checksum: found.checksum, sha256: found256 })
          await context.learner.flush()
          return { sha256: found256 }
        },
        async onFailure(error) {
          log.error({ err: error, jobId, object: name, receipt: receipt.id }, 'A download broke off')
          receipt.failedItem()
          await bestEffort(log, () => noteDamage(context, { jobId, object: found }, error))
        },
      })
    },
  }
}

/** The SHA-256 of a content that is one chunk, or none. */
function onlyChunk(plan: { length: number; checksum: string; chunks: { checksum: string }[] } | undefined) {
  if (plan?.length === 0) return plan.checksum // both are the hash of nothing
  return plan?.chunks.length === 1 ? plan.chunks[0]!.checksum : undefined
}
