import type { BrokenPlace } from '#lib/failure/problem.ts'
import { type Failure, failed } from '#lib/failure/result.ts'
import { longestWindow, type WindowFacts, windowHeader } from '#lib/preview/window-facts.ts'
import { previewHref } from '#lib/search-params/object.ts'
import { ReadFailure } from '../ui/read-failure.ts'

/** A stretch of bytes as it was read, in bytes from the content's beginning; `end` is behind the last one. */
export interface ByteWindow {
  start: number
  end: number
  /** All of them; zero where they cannot be read. */
  bytes: Uint8Array
  /** Chunks that cannot be read, in their order. */
  broken: BrokenPlace[]
}

/** Bytes that are looked at a window at a time. */
export interface ByteSource {
  /** Tells it from every other. */
  key: readonly string[]
  length: number
  /** @throws {ReadFailure} nothing could be read, for another reason than damage. */
  read(start: number, end: number, signal: AbortSignal): Promise<ByteWindow>
}

/** Bytes that are here already. */
export function bytesAtHand(key: readonly string[], bytes: Uint8Array): ByteSource {
  return {
    key,
    length: bytes.length,
    read: async (start, end) => ({ start, end, bytes: bytes.subarray(start, end), broken: [] }),
  }
}

export interface ObjectVersion {
  jobId: string
  name: string
  checksum: string | undefined
}

/** A window of an object, and what its answer tells of the whole. @throws {ReadFailure} */
export async function fetchWindow(
  { jobId, name, checksum }: ObjectVersion,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<{ window: ByteWindow } & WindowFacts> {
  const href = previewHref(jobId, name, checksum, { as: 'window', from: start, to: end - 1 })
  const response = await fetchOrThrow(href, signal)
  const facts = JSON.parse(response.headers.get(windowHeader) ?? '{}') as WindowFacts
  const good = await bytesOf(response, signal)
  return { window: laidOut(good, { start, end: Math.min(end, facts.length) }, facts.broken), ...facts }
}

/** The bytes of an object whose beginning is here already. */
export function bytesBehind(version: ObjectVersion, head: { window: ByteWindow; length: number }): ByteSource {
  return {
    key: [version.jobId, version.name, version.checksum ?? ''],
    length: head.length,
    async read(start, end, signal) {
      const { window } = head
      if (end > window.end || window.broken.length > 0) return (await fetchWindow(version, start, end, signal)).window
      return { start, end, bytes: window.bytes.subarray(start, end), broken: [] }
    },
  }
}

/** The beginning of a content, up to the first chunk that cannot be read. */
export interface Beginning {
  bytes: Uint8Array
  /** It is all of it. */
  whole: boolean
  /** What it breaks off at. */
  broken: BrokenPlace | undefined
}

/** Reads a content from its beginning on, in several windows where it must be. @throws {ReadFailure} */
export async function readBeginning(source: ByteSource, most: number, signal: AbortSignal): Promise<Beginning> {
  const bytes = new Uint8Array(Math.min(most, source.length))
  for (let at = 0; at < bytes.length; ) {
    const window = await source.read(at, Math.min(at + longestWindow, bytes.length), signal)
    const [broken] = window.broken
    const end = broken ? Math.max(at, Math.min(broken.offset, window.end)) : window.end
    bytes.set(window.bytes.subarray(0, end - at), at)
    if (broken) return { bytes: bytes.subarray(0, end), whole: false, broken }
    at = end
  }
  return { bytes, whole: bytes.length === source.length, broken: undefined }
}

/** Everything a route answers with. @throws {ReadFailure} */
export async function fetchBytes(href: string, signal: AbortSignal): Promise<Uint8Array> {
  return bytesOf(await fetchOrThrow(href, signal), signal)
}

/** Puts good bytes where they belong between those that are left out. */
export function laidOut(
  good: Uint8Array,
  { start, end }: { start: number; end: number },
  broken: BrokenPlace[],
): ByteWindow {
  if (broken.length === 0) return { start, end, bytes: good, broken }
  const bytes = new Uint8Array(end - start)
  let at = start
  let taken = 0
  for (const { offset, length } of [...broken, { offset: end, length: 0 }]) {
    const until = Math.max(at, Math.min(end, offset))
    bytes.set(good.subarray(taken, taken + until - at), at - start)
    taken += until - at
    at = Math.min(end, offset + length)
  }
  return { start, end, bytes, broken }
}

const lost = failed('Offline', 'The dashboard does not answer. This page goes on by itself when it does.', true).error

async function fetchOrThrow(href: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(href, { signal }).catch(() => undefined)
  signal.throwIfAborted()
  if (response?.ok) return response
  const problem = (await response?.json().catch(() => undefined)) as { error: Failure } | undefined
  throw new ReadFailure(problem?.error ?? lost)
}

async function bytesOf(response: Response, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch {
    signal.throwIfAborted()
    throw new ReadFailure(lost)
  }
}
