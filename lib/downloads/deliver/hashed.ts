import type { Digests } from './digests.ts'

/**
 * Passes bytes on and hashes them on the way.
 *
 * @param length of all of them: their SHA-256 (base64) is `found` before the last piece is passed on, so that whoever has
 * it all finds it recorded.
 */
export async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  { digests, length, found }: { digests: Digests; length: number; found: (sha256: string) => void },
): AsyncGenerator<Uint8Array, void, undefined> {
  using digest = digests.start()
  let at = 0
  for await (const piece of pieces) {
    await digest.update(piece) // before it is passed on: whoever takes the bytes may detach them
    at += piece.length
    if (at === length) {
      const sha256 = await digest.end()
      if (sha256 !== undefined) found(sha256)
    }
    yield piece
  }
}
