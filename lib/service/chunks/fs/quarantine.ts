import { constants, mkdirSync, readdirSync } from 'node:fs'
import { open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#lib/log.ts'
import type { ChunkLocation, Sha256 } from '../../ports.ts'
import { codeOf } from './failures.ts'
import { base64Of, hexOf } from './layout.ts'

type PackLocation = Extract<ChunkLocation, { kind: 'pack' }>

/**
 * Keeps what was found damaged, for inspection; nothing in Thaw deletes from it. A damaged chunk file is moved here as
 * `<hex>.file-<n>`, the bytes of a damaged packed chunk are copied to `<hex>.pack-<pack>-<offset>`. As long as such a
 * file lies here, and no good bytes were put since, reads say damaged instead of missing.
 */
export class Quarantine {
  readonly #directory: string
  readonly #log: Log
  /** Names of copies from packs: a packed chunk stays damaged where it was found so, whatever it reads like later. */
  readonly #packed: Set<string>

  constructor(directory: string, log: Log) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    this.#directory = directory
    this.#log = log
    this.#packed = new Set(readdirSync(directory).filter((name) => name.includes('.pack-')))
  }

  async hasFile(hex: string): Promise<boolean> {
    const names = await readdir(this.#directory)
    return names.some((name) => name.startsWith(`${hex}.file-`))
  }

  /** Chunks with something in here, at most 1,000. */
  async suspects(): Promise<Sha256[]> {
    const names = await readdir(this.#directory)
    const hexes = names.filter((name) => /^[0-9a-f]{64}\.(file|pack)-/.test(name)).map((name) => name.slice(0, 64))
    return [...new Set(hexes)].slice(0, 1_000).map(base64Of)
  }

  hasPacked(checksum: Sha256, location: PackLocation): boolean {
    return this.#packed.has(packedName(checksum, location))
  }

  /** Moves a damaged chunk file away. Where even that fails (a disk that can only be read) the file stays. */
  async takeFile(hex: string, path: string, detail: string): Promise<void> {
    this.#log.error({ chunk: hex, detail }, 'A stored chunk is damaged; its file is kept in quarantine')
    try {
      const taken = new Set(await readdir(this.#directory))
      let number = 1
      while (taken.has(`${hex}.file-${number}`)) number++
      await rename(path, join(this.#directory, `${hex}.file-${number}`))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.warn({ err: error, chunk: hex }, 'A damaged file could not be moved')
    }
  }

  /** Keeps a copy of a damaged packed chunk and remembers the place. */
  async takePacked(checksum: Sha256, location: PackLocation, bytes: Uint8Array, detail: string): Promise<void> {
    const name = packedName(checksum, location)
    if (this.#packed.has(name)) return
    this.#packed.add(name)
    this.#log.error({ chunk: hexOf(checksum), location, detail }, 'A packed chunk is damaged; a copy is in quarantine')
    await this.#copy(name, bytes)
  }

  /** Keeps a copy of a stretch of a pack that is no whole record, as `pack-<pack>-<offset>`. */
  async takeStretch(pack: number, offset: number, bytes: Uint8Array): Promise<void> {
    this.#log.warn(
      { pack, offset, bytes: bytes.length },
      'A pack holds bytes that are no record; a copy is in quarantine',
    )
    await this.#copy(`pack-${pack}-${offset}`, bytes)
  }

  async #copy(name: string, bytes: Uint8Array): Promise<void> {
    try {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW
      await using file = await open(join(this.#directory, name), flags, 0o600)
      await file.writeFile(bytes)
    } catch (error) {
      this.#log.warn({ err: error, name }, 'Damaged bytes could not be copied into quarantine')
    }
  }
}

function packedName(checksum: Sha256, location: PackLocation): string {
  return `${hexOf(checksum)}.pack-${location.pack}-${location.offset}`
}
