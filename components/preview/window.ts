import type { BrokenPlace } from '#lib/downloads/problem.ts'
import { type Failure, failed } from '#lib/result.ts'
import { ReadFailure } from '../table/page.ts'

/** A stretch of bytes as it was read, in bytes from the content's beginning; `end` is behind the last one. */
export interface ByteWindow {
  start: number
  end: number
  /** All of them; zero where they cannot be read. */
  bytes: Uint8Array
  broken: BrokenStretch[]
}

/** Bytes of a window that cannot be read, and why. */
export interface BrokenStretch {
  start: number
  end: number
  place: BrokenPlace
  failure: Failure
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

/** The bytes a route answers ranges of. */
export function bytesBehind(key: readonly string[], href: string, length: number): ByteSource {
  return { key, length, read: async (start, end, signal) => (await readWindow(href, start, end, signal)).window }
}

/** A window never has more broken chunks than this told apart. */
const mostBroken = 8

/**
 * Reads a stretch by ranges. Where a connection breaks off it is asked again from there, which tells what is wrong;
 * behind a chunk that is damaged it goes on.
 *
 * @returns beside the window what the route says of the whole: its media type and its length, where it could tell.
 */
export async function readWindow(href: string, start: number, end: number, signal: AbortSignal) {
  const bytes = new Uint8Array(end - start)
  const broken: BrokenStretch[] = []
  let mediaType: string | null = null
  let length: number | undefined
  let at = start
  for (let silent = 0; at < Math.min(end, length ?? end); ) {
    const response = await ask(href, at, end, signal)
    length ??= lengthIn(response)
    if (response.status === 416) break
    if (response.ok) {
      mediaType ??= response.headers.get('content-type')
      const received = await receive(response, bytes.subarray(at - start), signal)
      silent = received === 0 ? silent + 1 : 0
      if (silent > 1) throw new ReadFailure(lost)
      at += received
    } else {
      const { place, ...failure } = await problemIn(response)
      if (!place || broken.length === mostBroken) throw new ReadFailure(failure)
      const behind = Math.min(end, place.offset + place.length)
      broken.push({ start: at, end: behind, place, failure })
      at = behind
    }
  }
  const window: ByteWindow = { start, end: at, bytes: bytes.subarray(0, at - start), broken }
  return { window, mediaType, length }
}

const lost = failed('Offline', 'The dashboard does not answer. This page goes on by itself when it does.', true).error

async function ask(href: string, start: number, end: number, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(href, { headers: { range: `bytes=${start}-${end - 1}` }, signal })
  } catch {
    signal.throwIfAborted()
    throw new ReadFailure(lost)
  }
}

/** Fills `into` from its beginning, as far as the answer goes. @returns how far. */
async function receive(response: Response, into: Uint8Array, signal: AbortSignal): Promise<number> {
  let received = 0
  const reader = response.body!.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || received + value.length > into.length) return received
      into.set(value, received)
      received += value.length
    }
  } catch {
    signal.throwIfAborted()
    return received
  }
}

/** The length of the whole as an answer to a range tells it. */
function lengthIn({ headers }: Response): number | undefined {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  return total === undefined ? undefined : Number(total)
}

async function problemIn(response: Response): Promise<Failure & { place?: BrokenPlace }> {
  try {
    return ((await response.json()) as { error: Failure }).error
  } catch {
    return lost
  }
}
