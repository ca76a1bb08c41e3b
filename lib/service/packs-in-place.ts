import { readdir } from 'node:fs/promises'
import { layoutOf, packNumber, packPath } from './chunks/fs/layout.ts'
import type { IndexHealth } from './index-health.ts'
import type { IndexStore } from './index-store.ts'

const remedy =
  'Stop Thaw and put it back where it was. If it is lost for good, a rebuild goes on without it and names what is lost (docs/operations.md)'

/**
 * Doubts an index that names pack files which are not there. Writing on would take their names and the numbers of their
 * records, so that they could not be put back any more.
 *
 * @param directory the store's versioned folder.
 */
export async function doubtWithoutPacks(
  index: Pick<IndexStore, 'packs'>,
  directory: string,
  health: IndexHealth,
): Promise<void> {
  if (health.readOnly) return
  const layout = layoutOf(directory)
  const names = await readdir(layout.packs)
  const there = new Set(names.map(packNumber))
  const missing = (await index.packs()).filter((pack) => !there.has(pack))
  if (missing.length === 0) return
  const file = packPath(layout, missing[0]!)
  const reason =
    missing.length === 1
      ? `The pack file ${file} is missing`
      : `${file} and ${missing.length - 1} more pack files are missing`
  health.doubt(reason, { missing }, remedy)
}
