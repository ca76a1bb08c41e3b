import { hash } from 'node:crypto'
import { RefusedError } from '#lib/failure/refused-error.ts'
import type { StoredEntry } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { type FetchTogether, readContents } from '#lib/restore/archive/contents.ts'
import { isWhole, neededContent, readArchive } from '#lib/restore/archive/read.ts'
import { dataInside, sparseMap } from '#lib/restore/archive/sparse.ts'
import { type ByteBudget, type ByteRange, openListed, planObject } from '#lib/restore/index.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'
import {
  archiveEntry,
  formats,
  generatedEntries,
  type LaidOutEntry,
  lengthOf,
  linkContent,
  segmentsOf,
  shapeOf,
} from './archive-layout.ts'
import { createBreather } from './breather.ts'
import type { Learner } from './learner.ts'
import { manifestHead, manifestLine, sumsLine } from './manifest.ts'

/** Entries read from the ledger at once: a few milliseconds. */
const pageSize = 1_000

export interface ArchiveReading {
  plan: ArchivePlan
  source: ObjectSource
  ledger: Ledger
  learner: Learner
  budget: ByteBudget
  signal: AbortSignal
  /** An object is whole in the archive. */
  onObject?: (entry: StoredEntry) => Promise<void> | undefined
  /** Reading an object's content failed. */
  onFailure?: (entry: StoredEntry, error: unknown) => Promise<void> | undefined
}

/** The bytes of a planned archive, or a range of them; reads only what that takes. */
export async function* readPlannedArchive(
  { plan, source, ledger, learner, budget, signal, onObject, onFailure }: ArchiveReading,
  asked: ByteRange | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const format = formats[plan.format]
  const range = asked ?? { start: 0, end: lengthOf(plan) - 1 }
  const entriesFrom = await entryReader(plan, ledger, range.start)
  const breather = createBreather()

  async function* wanted() {
    for await (const entry of entriesFrom(range.start)) {
      if (entry.offset > range.end) return
      const needed = neededContent(format, entry, range)
      const { content: of } = entry
      if (!needed || typeof of === 'string' || of.type === 'symlink') continue
      if (of.segments === null) yield { key: of.position, range: needed, whole: isWhole(entry, needed), entry: of }
      else
        for (const { index, range } of dataOf(of, needed))
          yield { key: `${of.position} ${index}`, range, whole: false, entry: of }
    }
  }

  await using contents = readContents(wanted(), {
    budget,
    signal,
    open: openEach({ source, jobId: plan.jobId }),
    together: smallTogether(source, plan.jobId),
  })

  function content({ content: of }: LaidOutEntry, part: ByteRange): Uint8Array | AsyncIterable<Uint8Array> {
    if (typeof of === 'string') return generated(plan, ledger, of, part)
    if (of.segments !== null) return inPieces(of, () => sparseContent(of, part))
    if (of.type === 'symlink') return linkContent(of.target!).subarray(part.start, part.end + 1)
    try {
      const got = contents.read(of.position, part)
      return got instanceof Uint8Array ? got : inPieces(of, () => got)
    } catch (error) {
      return inPieces(of, () => {
        throw error
      })
    }
  }

  async function* sparseContent(of: StoredEntry, part: ByteRange): AsyncGenerator<Uint8Array> {
    const map = sparseMap(segmentsOf(of), of.size).subarray(part.start, part.end + 1)
    if (map.length > 0) yield map
    for (const { index, range } of dataOf(of, part)) {
      const got = contents.read(`${of.position} ${index}`, range)
      if (got instanceof Uint8Array) yield got
      else yield* got
    }
  }

  async function* inPieces(of: StoredEntry, pieces: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces()
    } catch (error) {
      await onFailure?.(of, error)
      throw error
    }
  }

  try {
    yield* readArchive({
      format,
      shape: shapeOf(plan.layout),
      range,
      async *entries(from) {
        if (format.needsCrc32) await learner.flush()
        yield* entriesFrom(from)
      },
      content: (entry, part) => content(entry as LaidOutEntry, part),
      rest: () => (breather.due ? breather.rest(signal) : undefined),
      onEntry: (entry, found) => {
        const { content: of } = entry as LaidOutEntry
        if (typeof of === 'string') return
        if (format.needsCrc32 && of.size > 0 && of.crc32 === null && of.learnedCrc32 === null)
          learner.add({ checksum: of.checksum, crc32: found.crc32 })
        return onObject?.(of)
      },
    })
  } finally {
    void learner.flush()
  }
}

/** Whether a part of the archive that begins at `start` can be read: a zip's end needs the CRC-32 of all before it. */
export async function canStartAt(plan: ArchivePlan, ledger: Ledger, start: number): Promise<boolean> {
  if (!formats[plan.format].needsCrc32) return true
  const place = start - generatedEntries(plan, plan.layout).shape.contentEnd
  if (start >= plan.layout.contentEnd) return ledger.archivePlans.crcsKnownBefore(plan.id, Number.MAX_SAFE_INTEGER)
  const [holding] = place < 0 ? [] : await ledger.archivePlans.holding(plan.id, place, 1)
  return holding === undefined || ledger.archivePlans.crcsKnownBefore(plan.id, holding.place!)
}

/**
 * Entries of the archive from the one that holds a byte on.
 *
 * @param start of the read: what is known of the entry that holds it is settled once, so that everybody who asks
 * decides the same about the part of it that is needed.
 */
async function entryReader(plan: ArchivePlan, ledger: Ledger, start: number) {
  const { entries: generatedFirst, shape } = generatedEntries(plan, plan.layout)
  const base = shape.contentEnd
  const plans = ledger.archivePlans
  const [first] = start < base ? [] : await plans.holding(plan.id, start - base, 1)

  return async function* from(at: number): AsyncGenerator<LaidOutEntry> {
    if (at < base) yield* generatedFirst
    let page = await plans.holding(plan.id, Math.max(at - base, 0), pageSize)
    while (page.length > 0) {
      for (const entry of page) {
        const learned = entry.position === first?.position && at === start ? first.learnedCrc32 : entry.learnedCrc32
        yield {
          ...archiveEntry(entry, plan.format),
          offset: base + entry.place!,
          content: entry,
          ...(learned !== null && { learnedCrc32: learned }),
        }
      }
      page = await plans.behind(plan.id, page.at(-1)!.place!, pageSize)
    }
  }
}

/** The stretches of data in a part of what the archive holds of an entry with holes. */
function dataOf(entry: StoredEntry, part: ByteRange) {
  const segments = segmentsOf(entry)
  return dataInside(segments, sparseMap(segments, entry.size).length, part)
}

/** Opens contents one after the other; one that comes in several stretches is planned once. */
function openEach(from: { source: ObjectSource; jobId: string }) {
  let last: { position: number; opened: ReturnType<typeof openEntry> } | undefined
  return ({ entry, whole }: { entry: StoredEntry; whole: boolean }, stop: AbortSignal) => {
    if (entry.segments === null) return openEntry({ ...from, entry, whole }, stop)
    if (last?.position !== entry.position)
      last = { position: entry.position, opened: openEntry({ ...from, entry, whole }, stop) }
    return last.opened
  }
}

/** Contents up to here are read together, where that is offered. */
const smallBytes = 64 * 1024

/** Small contents of one chunk: its digest alone must add up to the object's checksum. */
function smallTogether(
  { readTogether }: ObjectSource,
  jobId: string,
): FetchTogether<{ entry: StoredEntry; whole: boolean }> | undefined {
  return (
    readTogether && {
      suits({ entry, whole }) {
        const chunk = whole && entry.size <= smallBytes ? onlyChunkOf(entry) : undefined
        return chunk !== undefined && hash('sha256', Buffer.from(chunk.checksum, 'base64'), 'base64') === entry.checksum
      },
      async fetch(wanted, signal) {
        const chunks = wanted.map(({ entry }) => onlyChunkOf(entry)!)
        const got = await readTogether(
          jobId,
          chunks.map(({ token }) => token),
          signal,
        )
        return chunks.map(({ length, checksum }, i) => {
          const { bytes, checksum: found } = got[i] ?? {}
          return found === checksum && bytes?.length === length ? bytes : undefined
        })
      },
    }
  )
}

/** The chunk of a content that has but one, where its plan tells. */
function onlyChunkOf({ sha256, chunkToken, chunks, size }: StoredEntry): SourceObject['onlyChunk'] {
  return sha256 && chunkToken && chunks === 1 ? { length: size, checksum: sha256, token: chunkToken } : undefined
}

async function openEntry(
  { source, jobId, entry, whole }: { source: ObjectSource; jobId: string; entry: StoredEntry; whole: boolean },
  signal: AbortSignal,
) {
  const onlyChunk = onlyChunkOf(entry)
  const open = async (token: string) => {
    const object = { name: entry.object, checksum: entry.checksum, token, onlyChunk }
    const { listChunks, fetchChunk } = source.read(jobId, object)
    const listed = { ...object, listChunks, length: entry.size }
    const opened = await (whole ? openListed(listed, signal) : planObject(listed, signal))
    if (opened.length !== entry.size)
      throw new RefusedError(502, 'ObjectPlanError', `${JSON.stringify(entry.object)} is not as long as it was listed.`)
    return { ...opened, fetchChunk }
  }
  return open(entry.token ?? '').catch(async (error) => {
    signal.throwIfAborted()
    if (!isUnknownToken(error)) throw error
    const found = await source.find(jobId, entry.object, signal)
    if (found?.checksum !== entry.checksum)
      throw new RefusedError(409, 'ObjectReplaced', `${JSON.stringify(entry.object)} is no longer what was planned.`)
    return open(found.token)
  })
}

/** A token that expired, as services say it. */
function isUnknownToken(error: unknown): boolean {
  const { cause = error } = error as { cause?: unknown }
  return ['ResourceNotFoundException', 'IllegalArgumentException'].includes((cause as Error).name)
}

/** The part of a generated text, made again from the ledger. */
async function* generated(plan: ArchivePlan, ledger: Ledger, content: 'manifest' | 'sums', { start, end }: ByteRange) {
  let at = 0
  for await (const text of textOf(plan, ledger, content)) {
    const bytes = Buffer.from(text)
    const part = bytes.subarray(Math.max(start - at, 0), Math.max(end + 1 - at, 0))
    if (part.length > 0) yield part
    at += bytes.length
    if (at > end) return
  }
}

async function* textOf(plan: ArchivePlan, ledger: Ledger, content: 'manifest' | 'sums'): AsyncGenerator<string> {
  if (content === 'manifest') yield manifestHead(plan)
  const line = content === 'manifest' ? manifestLine : sumsLine
  for (let position = 0; ; position += pageSize) {
    const page = await ledger.archivePlans.from(plan.id, position, pageSize)
    yield page.map(line).join('')
    if (page.length < pageSize) return
  }
}
