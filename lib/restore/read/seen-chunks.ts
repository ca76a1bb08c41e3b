import type { SeenChunks } from './verify.ts'

const ways = 4
const words = 4

/**
 * Remembers checksums in a fixed amount of memory, 16 bytes each, and forgets some when it is full. Half of a SHA-256
 * is kept: that two chunks of one store share it does not happen.
 *
 * @param entries how many at most; 2 million (32 MiB) unless told. Memory is taken only where it is used.
 */
export function createSeenChunks(entries = 2 ** 21): SeenChunks & { readonly forgot: boolean } {
  const sets = Math.max(Math.floor(entries / ways), 1)
  const table = new Uint32Array(sets * ways * words)
  let victim = 0
  let forgot = false

  /** The four words that are kept, and where the set they belong to begins. */
  function place(checksum: string) {
    const bytes = Buffer.from(checksum, 'base64')
    const kept = Array.from({ length: words }, (_, word) => bytes.readUInt32LE(word * 4))
    return { kept, start: (bytes.readUInt32LE(words * 4) % sets) * ways * words }
  }

  const holds = (at: number, kept: number[]) => kept.every((value, word) => table[at + word] === value)

  return {
    has(checksum) {
      const { kept, start } = place(checksum)
      for (let way = 0; way < ways; way++) if (holds(start + way * words, kept)) return true
      return false
    },
    add(checksum) {
      const { kept, start } = place(checksum)
      let free: number | undefined
      for (let way = 0; way < ways; way++) {
        const at = start + way * words
        if (holds(at, kept)) return
        if (free === undefined && holds(at, [0, 0, 0, 0])) free = at
      }
      victim = (victim + 1) % ways
      table.set(kept, free ?? start + victim * words)
      forgot ||= free === undefined
    },
    /** Whether anything had to be forgotten. */
    get forgot() {
      return forgot
    },
  }
}
