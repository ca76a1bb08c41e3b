import type { IndexStore } from '../index-store.ts'
import type { PackIndex, StoredManifest } from '../ports.ts'
import type { ObjectEvent } from './manifests.ts'

/** A record this young may belong to a transaction that has yet to commit. */
const SETTLED_MS = 24 * 60 * 60_000

/** What compaction asks, answered by the index. */
export function createPackIndex(index: IndexStore, clock: () => number): PackIndex {
  /**
   * Only what wrote a version that is gone may go. Removals and job events stay: they are small, and without them an old
   * put that still lies in another pack would come back to life.
   */
  function version({ kind, json }: StoredManifest) {
    if (kind !== 'object') return undefined
    const event = JSON.parse(json) as ObjectEvent
    if (event.event === 'remove' || event.at > clock() - SETTLED_MS) return undefined
    return { jobId: event.job, name: event.name, createdAt: event.at }
  }

  return {
    usage: (pack) => index.packTotals({ pack }),
    chunksIn: (pack) => index.packChunks({ pack }),
    async relocate(moves) {
      await index.relocateChunks({ moves })
    },
    async needed(manifests) {
      const versions = manifests.map(version)
      const alive = await index.versionsAlive(versions.filter((known) => known !== undefined))
      let next = 0
      return versions.map((known) => known === undefined || alive[next++]!)
    },
  }
}
