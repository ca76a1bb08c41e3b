import { nameOf } from '#lib/preview/archive/listing.ts'

/** As much of what is unpacked is shown, in bytes: a few KiB can unpack to any number of GiB. */
export const mostUnpacked = 4 * 1024 * 1024

/** Names that gzip keeps are read to this length. */
const longestName = 1024

/** The name of what was packed, where gzip's header has it (RFC 1952). */
export function gzipName(packed: Uint8Array): string | undefined {
  const flags = packed[3] ?? 0
  if ((flags & 8) === 0) return undefined
  const extra = (flags & 4) === 0 ? 0 : 2 + (packed[10] ?? 0) + 256 * (packed[11] ?? 0)
  const field = packed.subarray(10 + extra, 10 + extra + longestName)
  const end = field.indexOf(0)
  return end > 0 ? nameOf(field.subarray(0, end)) : undefined
}

/** The beginning of what gzip holds. */
export interface Unpacked {
  bytes: Uint8Array
  /** It is all of it. */
  whole: boolean
}

/**
 * Unpacks gzip as far as its bytes go and `most` allows, in the browser: the server never unpacks what it stores.
 * Damage, and bytes that are missing at the end, end it early.
 *
 * @param packed the beginning of the gzip data; `all`: there is no more of it.
 */
export async function unpackBeginning(
  packed: Uint8Array<ArrayBuffer>,
  { all = true, most = mostUnpacked } = {},
): Promise<Unpacked> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const bytes = new Uint8Array(most)
  let length = 0
  let whole = false
  try {
    while (length < most) {
      const { done, value } = await reader.read()
      whole = done && all
      if (done) break
      const taken = value.subarray(0, most - length)
      bytes.set(taken, length)
      length += taken.length
    }
  } catch {
    // What came before counts.
  }
  void reader.cancel().catch(() => {})
  return { bytes: bytes.subarray(0, length), whole }
}
