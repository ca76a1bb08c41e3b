import type { ByteBudget, Share } from './budget.ts'

export interface FetchAheadOptions<T, Fetched = Uint8Array> {
  /** Gets one piece, verified. */
  fetch: (piece: T, signal: AbortSignal) => Promise<Fetched>
  /** Bounds what is fetched ahead and held at once. One piece is always allowed. */
  budget: ByteBudget
  signal?: AbortSignal | undefined
  /** Called with what was fetched and never handed out, because the reader left. */
  onUnread?: ((bytes: Fetched) => void) | undefined
}

/**
 * Fetches pieces ahead of their reader, asked for and handed out in their order. A piece counts against the budget from
 * before it is asked for until the reader asks for the next one. Since pieces take their shares in order, the one that
 * is waited for always has its share.
 *
 * Leaving the loop, `return()` or an abort stops all fetches at once, also in the middle of a `next()`.
 */
export function fetchAhead<T extends { length: number }, Fetched = Uint8Array>(
  pieces: AsyncIterable<T> | Iterable<T>,
  options: FetchAheadOptions<T, Fetched>,
): AsyncGenerator<{ piece: T; bytes: Fetched }, void, undefined> {
  const leaving = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal
  const reading = read(pieces, options, leaving, signal)
  // A generator's own return() waits for a pending next(); the fetches behind that next() have to end first.
  const leave = reading.return.bind(reading)
  reading.return = (value) => {
    leaving.abort()
    return leave(value)
  }
  return reading
}

type Ahead<T, Fetched> = { piece: T; share: Share; bytes: Promise<Fetched> }

async function* read<T extends { length: number }, Fetched>(
  pieces: AsyncIterable<T> | Iterable<T>,
  { fetch, budget, onUnread = () => {} }: FetchAheadOptions<T, Fetched>,
  leaving: AbortController,
  signal: AbortSignal,
): AsyncGenerator<{ piece: T; bytes: Fetched }, void, undefined> {
  const ahead: Ahead<T, Fetched>[] = []
  let more = Promise.withResolvers<void>()
  let asking = true

  async function ask(): Promise<void> {
    const source = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
    for (;;) {
      const step = source.next()
      const { done, value: piece } = step instanceof Promise ? await step : step
      if (done || signal.aborted) return void source.return?.()
      const share = budget.tryTake(piece.length) ?? (await budget.take(piece.length, signal))
      if (signal.aborted) return share[Symbol.dispose]()
      const bytes = fetch(piece, signal)
      bytes.catch(() => {}) // it is awaited below, when its turn comes
      ahead.push({ piece, share, bytes })
      more.resolve()
    }
  }

  const asked = ask().finally(() => {
    asking = false
    more.resolve()
  })
  asked.catch(() => {}) // awaited below, behind the pieces that came before the failure
  try {
    for (;;) {
      const next = ahead.shift()
      if (next) {
        using _ = next.share
        yield { piece: next.piece, bytes: await orAborted(next.bytes, signal) }
      } else if (asking) {
        more = Promise.withResolvers()
        await orAborted(more.promise, signal)
      } else {
        return await asked
      }
    }
  } finally {
    leaving.abort()
    for (const { share, bytes } of ahead) {
      share[Symbol.dispose]()
      bytes.then(onUnread, () => {})
    }
  }
}

/** Ends with the signal even where the work pays no heed to it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
