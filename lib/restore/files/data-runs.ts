/** What file systems give disk space for at a time. */
const block = 4096
const zeros = Buffer.alloc(block)

/**
 * The stretches of `bytes` that have to be written where zeros become holes: whole blocks of zeros are left out.
 *
 * @param position where `bytes` begin in the file: blocks count from the file's beginning.
 */
export function* dataRuns(bytes: Uint8Array, position: number): Generator<{ start: number; end: number }> {
  let start: number | undefined
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + block - ((position + at) % block), bytes.length)
    const isZero = zeros.compare(bytes, at, end, 0, end - at) === 0
    if (isZero && start !== undefined) {
      yield { start, end: at }
      start = undefined
    }
    if (!isZero) start ??= at
    at = end
  }
  if (start !== undefined) yield { start, end: bytes.length }
}
