import { noteDamage } from '#lib/downloads/deliver/damage.ts'
import { createGate } from '#lib/downloads/deliver/gate.ts'
import { bestEffort } from '#lib/failure/best-effort.ts'
import type { BrokenPlace } from '#lib/failure/problem.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'
import {
  type ByteRange,
  createSharedBudget,
  type DownloadRequest,
  downloadResponse,
  readVerified,
  type SharedBudget,
  strongETag,
} from '#lib/restore/index.ts'
import { type AskedObject, findVersion } from '#lib/storage/find-version.ts'
import type { ObjectSource } from '#lib/storage/source.ts'
import { type Content, createContents, reasonOf } from './contents.ts'
import { knownPlaces } from './places.ts'
import { createRecent } from './recent.ts'
import { readStretch } from './stretch.ts'
import { headLength, type PreviewType, plainBytes } from './type.ts'
import { typeOf } from './type-of.ts'
import { longestWindow, type WindowFacts, windowHeader } from './window-facts.ts'

/** At most this many previews are read at once. */
const mostReaders = 64
const MiB = 1024 * 1024
/**
 * Bytes held for previews: divided among all of them, for one of them, and with one chunk for each of many. Little is
 * fetched ahead: who looks at a film seeks, and what lies between is not wanted.
 */
const limits = { total: 64 * MiB, each: 4 * MiB, most: 96 * MiB }
const typesKept = 2_000

/**
 * Objects to be looked at: any part of them, from the chunks it lies in and no others, each verified. What is thrown,
 * `problemResponse` puts into words.
 */
export interface Previews {
  /** Typed by its first bytes: a picture, sound or video is shown in place, anything else is an attachment. */
  shown(asked: AskedObject, request: DownloadRequest): Promise<Response>
  /**
   * The bytes of a window for text and hex, and what there is to know beside them. Damage is no failure here: its
   * chunks are left out and named.
   *
   * @param range both ends inclusive; what lies behind the content's end is not there.
   */
  window(asked: AskedObject, range: ByteRange, request: DownloadRequest): Promise<Response>
  /** Where it is known to be damaged. */
  damage(asked: AskedObject, signal: AbortSignal): Promise<BrokenPlace[]>
}

interface Options {
  source: ObjectSource
  ledger: Ledger
  log: Pick<Log, 'error'>
  clock?: () => number
  memory?: SharedBudget
}

export function createPreviews({
  source,
  ledger,
  log,
  clock = Date.now,
  memory = createSharedBudget(limits),
}: Options): Previews {
  const gate = createGate(mostReaders, 'previews', 2)
  const contents = createContents(source)
  // What a SUMMARY stands for never changes, and so its type does not.
  const types = createRecent<PreviewType>(typesKept)

  async function* read(content: Content, range: ByteRange | undefined, signal: AbortSignal) {
    using _room = gate.enter()
    using budget = memory.join()
    const { plan, fetchChunk, jobId, object } = content
    try {
      yield* readVerified(plan, { fetchChunk, range, budget, signal })
    } catch (error) {
      const reason = reasonOf(error)
      if (!signal.aborted) {
        contents.forget(content)
        await bestEffort(log, () => noteDamage({ ledger, source, clock }, { jobId, object }, reason))
      }
      throw reason
    }
  }

  async function open(asked: AskedObject, signal: AbortSignal): Promise<Content> {
    return contents.open(asked.jobId, await findVersion(source, asked, signal))
  }

  /** What comes before damage tells as well, but is not remembered: the damage may heal. */
  function learnType({ plan: { checksum, length } }: Content, head: Buffer, broken: BrokenPlace[]): PreviewType {
    const good = broken[0] ? head.subarray(0, broken[0].offset) : head
    const type = typeOf(good, good.length === length)
    if (good.length >= Math.min(headLength, length)) types.set(checksum, type)
    return type
  }

  async function typeOfContent(content: Content, signal: AbortSignal): Promise<PreviewType> {
    const { checksum, length } = content.plan
    const known = types.get(checksum)
    if (known) return known
    const end = Math.min(length, headLength) - 1
    const { bytes, broken } = await readStretch({ start: 0, end }, (range) => read(content, range, signal))
    return learnType(content, bytes, broken)
  }

  return {
    async shown(asked, request) {
      const content = await open(asked, request.signal)
      const type = await typeOfContent(content, request.signal)
      return downloadResponse(
        {
          name: asked.name,
          mediaType: type.mediaType,
          inline: type.kind !== 'text' && type.kind !== 'bytes',
          etag: strongETag(content.plan.checksum),
          length: content.plan.length,
          read: (range, signal) => read(content, range, signal),
        },
        request,
      )
    },

    async window(asked, { start, end }, request) {
      const content = await open(asked, request.signal)
      const { checksum, length } = content.plan
      const range = { start, end: Math.min(end, length - 1, start + longestWindow - 1) }
      const { bytes, broken } = await readStretch(range, (part) => read(content, part, request.signal))
      const facts: WindowFacts = { length, broken }
      if (start === 0) facts.mediaType = learnType(content, bytes, broken).mediaType
      const response = await downloadResponse(
        {
          name: asked.name,
          mediaType: plainBytes.mediaType,
          etag: strongETag(`${checksum}-${range.start}-${range.end}`),
          length: bytes.length,
          async *read() {
            yield bytes
          },
        },
        { ...request, headers: new Headers() }, // a window is a thing of its own: there are no ranges of it
      )
      response.headers.set('accept-ranges', 'none')
      response.headers.set(windowHeader, JSON.stringify(facts))
      return response
    },

    async damage(asked, signal) {
      return knownPlaces({ ledger, source }, await open(asked, signal))
    },
  }
}
