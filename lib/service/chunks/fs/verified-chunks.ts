import type { Sha256 } from '../../ports.ts'

const limit = 200_000

/**
 * Chunks whose bytes this process has seen to be right; the oldest are forgotten first, which costs a hash again.
 * Bytes can rot while the process runs: a read always checks, this only spares a re-hash for every repeated `put`.
 */
export class VerifiedChunks {
  readonly #checksums = new Set<Sha256>()

  add(checksum: Sha256): void {
    this.#checksums.delete(checksum)
    this.#checksums.add(checksum)
    if (this.#checksums.size > limit) this.#checksums.delete(this.#checksums.values().next().value!)
  }

  has(checksum: Sha256): boolean {
    return this.#checksums.has(checksum)
  }

  delete(checksum: Sha256): void {
    this.#checksums.delete(checksum)
  }
}
