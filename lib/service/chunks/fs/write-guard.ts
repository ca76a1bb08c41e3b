import { constants } from 'node:fs'
import { type FileHandle, open, statfs } from 'node:fs/promises'
import type { Log } from '#lib/log.ts'
import { StoreUnavailableError } from '../../ports.ts'
import { codeOf, unavailable } from './failures.ts'

const measureAgainAfterMs = 1000

/**
 * Decides whether the store may write: there is room above the reserve, and no fsync has failed. After a failed fsync
 * the page cache calls bytes clean that never reached the disk, so nothing written since can be believed: writes stay
 * refused until the process starts anew.
 */
export class WriteGuard {
  #failure: StoreUnavailableError | undefined
  #freeBytes = 0
  #measuredAt = Number.NEGATIVE_INFINITY
  readonly #directory: string
  readonly #reserveBytes: number
  readonly #log: Log

  constructor(directory: string, reserveBytes: number, log: Log) {
    this.#directory = directory
    this.#reserveBytes = reserveBytes
    this.#log = log
  }

  /** True after a failed fsync. */
  get degraded(): boolean {
    return this.#failure !== undefined
  }

  assertWritable(): void {
    if (this.#failure) throw new StoreUnavailableError(this.#failure.message, { cause: this.#failure.cause })
  }

  /** Refuses `bytes` more where they would eat into the reserve. Counted down between measurements of the volume. */
  async admit(bytes: number): Promise<void> {
    this.assertWritable()
    if (this.#reserveBytes === 0) return
    const stale = performance.now() - this.#measuredAt > measureAgainAfterMs
    if (stale || this.#freeBytes - bytes < this.#reserveBytes) {
      this.#freeBytes = await freeBytesOf(this.#directory)
      this.#measuredAt = performance.now()
    }
    if (this.#freeBytes - bytes < this.#reserveBytes) {
      const left = Math.floor(this.#freeBytes / 2 ** 20)
      throw new StoreUnavailableError(`The disk is nearly full (${left} MiB left); free some space and try again`, {
        isFull: true,
      })
    }
    this.#freeBytes -= bytes
  }

  /** fsync, once: it is never tried again on the same bytes. */
  async sync(handle: FileHandle): Promise<void> {
    this.assertWritable()
    try {
      await handle.sync()
    } catch (error) {
      throw this.#syncFailed(error)
    }
  }

  /** Makes a folder's names durable. File systems that know no fsync of a folder (EINVAL) are let through. */
  async syncFolder(path: string): Promise<void> {
    this.assertWritable()
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
    try {
      await handle.sync()
    } catch (error) {
      if (codeOf(error) !== 'EINVAL') throw this.#syncFailed(error)
    } finally {
      await handle.close()
    }
  }

  #syncFailed(error: unknown): StoreUnavailableError {
    if (codeOf(error) !== 'EIO') return unavailable(error)
    this.#failure ??= new StoreUnavailableError(
      'The disk failed to make written bytes durable; writes are off until the disk is checked and Thaw restarted',
      { cause: error },
    )
    this.#log.error({ err: error }, this.#failure.message)
    return this.#failure
  }
}

export async function freeBytesOf(directory: string): Promise<number> {
  const volume = await statfs(directory)
  return volume.bavail * volume.bsize
}
