import type { ChunkHold, ChunkRecord, Sha256 } from '../../ports.ts'

/** A hold with what shall end together with it. */
export class Hold implements ChunkHold {
  readonly checksum: Sha256
  #release: (() => void)[]

  constructor(checksum: Sha256, release: () => void) {
    this.checksum = checksum
    this.#release = [release]
  }

  get disposed(): boolean {
    return this.#release.length === 0
  }

  /** Calls `release` when the hold is disposed. */
  onDispose(release: () => void): void {
    this.#release.push(release)
  }

  [Symbol.dispose](): void {
    for (const release of this.#release.splice(0)) release()
  }
}

/** Who may remove what: held checksums are never claimed for removal, claimed ones cannot be held until released. */
export class Holds {
  readonly #held = new Map<Sha256, number>()
  readonly #claimed = new Map<Sha256, Promise<void>>()

  async hold(checksum: Sha256): Promise<Hold> {
    let claimed = this.#claimed.get(checksum)
    while (claimed) {
      await claimed
      claimed = this.#claimed.get(checksum)
    }
    this.#held.set(checksum, (this.#held.get(checksum) ?? 0) + 1)
    return new Hold(checksum, () => {
      const left = this.#held.get(checksum)! - 1
      if (left === 0) this.#held.delete(checksum)
      else this.#held.set(checksum, left)
    })
  }

  /** Claims those that are neither held nor claimed by another, at once, each checksum one time. */
  claim(candidates: ChunkRecord[]): { chunks: ChunkRecord[] } & Disposable {
    const { promise, resolve } = Promise.withResolvers<void>()
    const chunks: ChunkRecord[] = []
    for (const chunk of candidates) {
      if (this.#held.has(chunk.checksum) || this.#claimed.has(chunk.checksum)) continue
      this.#claimed.set(chunk.checksum, promise)
      chunks.push(chunk)
    }
    return {
      chunks,
      [Symbol.dispose]: () => {
        for (const chunk of chunks) this.#claimed.delete(chunk.checksum)
        resolve()
      },
    }
  }
}
