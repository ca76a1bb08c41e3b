import { join } from 'node:path'
import { temporaryName } from '../../data-folder/temporary-files.ts'
import type { Sha256 } from '../../ports.ts'

/** Where things lie below the store's versioned folder. */
export interface Layout {
  chunks: string
  packs: string
  tmp: string
  quarantine: string
}

export function layoutOf(directory: string): Layout {
  return {
    chunks: join(directory, 'chunks'),
    packs: join(directory, 'packs'),
    tmp: join(directory, 'tmp'),
    quarantine: join(directory, 'quarantine'),
  }
}

/** All 256 names of the folders that chunk files are spread over. */
export const shards = Array.from({ length: 256 }, (_, shard) => shard.toString(16).padStart(2, '0'))

/** The checksum as 64 hex digits: a file name whatever the input was. */
export function hexOf(checksum: Sha256): string {
  return Buffer.from(checksum, 'base64').toString('hex')
}

export function base64Of(hex: string): Sha256 {
  return Buffer.from(hex, 'hex').toString('base64')
}

export function shardFolder(layout: Layout, hex: string): string {
  return join(layout.chunks, hex.slice(0, 2))
}

export function chunkPath(layout: Layout, hex: string): string {
  return join(layout.chunks, hex.slice(0, 2), hex)
}

export function packPath(layout: Layout, pack: number): string {
  return join(layout.packs, `${pack.toString().padStart(8, '0')}.pack`)
}

/** The pack's number, undefined for a name that is no pack's. */
export function packNumber(name: string): number | undefined {
  return /^\d{8,15}\.pack$/.test(name) ? Number.parseInt(name, 10) : undefined
}

export function temporaryPath(layout: Layout): string {
  return join(layout.tmp, temporaryName())
}
