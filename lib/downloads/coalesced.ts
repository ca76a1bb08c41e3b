import { createBreather } from './breather.ts'

/** Small pieces are put together up to this many bytes: every piece costs its way through streams and sockets. */
const target = 512 * 1024
/** Pieces from here on are passed on as they are. */
const large = 128 * 1024

/** The same bytes in fewer pieces; lets others run between them. */
export async function* coalesced(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  const breather = createBreather()
  for await (const piece of pieces) {
    if (breather.due) await breather.rest()
    if (piece.length < large && bytes + piece.length <= target) {
      waiting.push(piece)
      bytes += piece.length
      continue
    }
    if (bytes > 0) yield Buffer.concat(waiting, bytes)
    waiting = []
    bytes = 0
    if (piece.length >= large) {
      yield piece
    } else {
      waiting.push(piece)
      bytes = piece.length
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes)
}
