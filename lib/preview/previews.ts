import { bestEffort, type ErrorLog } from '#lib/downloads/best-effort.ts'
import { noteDamage } from '#lib/downloads/damage.ts'
import { type AskedObject, findVersion } from '#lib/downloads/find-version.ts'
import { createGate } from '#lib/downloads/gate.ts'
import type { ObjectSource } from '#lib/downloads/source.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { type ByteRange, type DownloadRequest, downloadResponse, readVerified, strongETag } from '#lib/restore/index.ts'
import { type Content, createContents, reasonOf } from './contents.ts'
import { knownPlaces } from './places.ts'
import { createRecent } from './recent.ts'
import { headLength, type PreviewType, plainBytes, typeOf } from './type.ts'

/** At most this many previews are read at once. */
const mostReaders = 64
/** Bytes fetched ahead for one reader: who looks at a film seeks, and what lies between is not wanted. */
const readAhead = 4 * 1024 * 1024
const typesKept = 2_000

export const previewForms = ['shown', 'bytes', 'damage'] as const

/**
 * `shown`: typed by its first bytes; a picture, sound or video is shown in place. `bytes`: as it is, for text and hex,
 * also behind a beginning that cannot be read. `damage`: where it is known to be damaged, as JSON.
 */
export type PreviewForm = (typeof previewForms)[number]

/** Objects to be looked at: any part of them, from the chunks it lies in and no others, each verified. */
export interface Previews {
  /** @throws what `problemResponse` puts into words. */
  answer(asked: AskedObject & { form: PreviewForm }, request: DownloadRequest): Promise<Response>
}

interface Options {
  source: ObjectSource
  ledger: Ledger
  log: ErrorLog
  clock?: () => number
}

export function createPreviews({ source, ledger, log, clock = Date.now }: Options): Previews {
  const gate = createGate(mostReaders, 'previews', 2)
  const contents = createContents(source)
  // What a SUMMARY stands for never changes, and so its type does not.
  const types = createRecent<PreviewType>(typesKept)

  async function* read(content: Content, range: ByteRange | undefined, signal: AbortSignal) {
    using _room = gate.enter()
    const { plan, fetchChunk, jobId, object } = content
    try {
      yield* readVerified(plan, { fetchChunk, range, budgetBytes: readAhead, signal })
    } catch (error) {
      const reason = reasonOf(error)
      if (!signal.aborted) {
        contents.forget(content)
        bestEffort(log, () => noteDamage({ ledger, source, clock }, { jobId, object }, reason))
      }
      throw reason
    }
  }

  async function typeOfContent(content: Content, signal: AbortSignal): Promise<PreviewType> {
    const { checksum, length } = content.plan
    const known = types.get(checksum)
    if (known) return known
    const head: Uint8Array[] = []
    const end = Math.min(length, headLength) - 1
    try {
      if (end >= 0) for await (const piece of read(content, { start: 0, end }, signal)) head.push(piece)
    } catch (error) {
      if (signal.aborted || head.length === 0) throw error
      return typeOf(Buffer.concat(head), false) // what comes before the damage tells as well
    }
    const type = typeOf(Buffer.concat(head), length <= headLength)
    types.set(checksum, type)
    return type
  }

  function present(content: Content, type: PreviewType, request: DownloadRequest): Promise<Response> {
    const { name, checksum } = content.object
    return downloadResponse(
      {
        name,
        mediaType: type.mediaType,
        inline: type.kind !== 'text' && type.kind !== 'bytes',
        etag: strongETag(checksum),
        length: content.plan.length,
        read: (range, signal) => read(content, range, signal),
      },
      request,
    )
  }

  return {
    async answer({ form, ...asked }, request) {
      const found = await findVersion(source, asked, request.signal)
      const content = await contents.open(asked.jobId, found)
      if (form === 'damage') return Response.json({ damage: knownPlaces({ ledger, source }, content) })
      const type = form === 'shown' ? await typeOfContent(content, request.signal) : plainBytes
      return present(content, type, request)
    },
  }
}
