import type { IndexStore } from '../index-store.ts'
import type { PackIndex, StoredManifest } from '../ports.ts'
import type { JobEvent, ObjectEvent } from './manifests.ts'

/** A record this young may belong to a transaction that has yet to commit. */
const SETTLED_MS = 24 * 60 * 60_000

/** What a record's need hangs on; undefined: it is needed. */
type Subject =
  | { version: { jobId: string; name: string; createdAt: number }; jobId?: undefined }
  | { jobId: string; version?: undefined }
  | undefined

/** What compaction asks, answered by the index. */
export function createPackIndex(index: IndexStore, clock: () => number): PackIndex {
  /**
   * Who says whether a record may go. Only what wrote a version that is gone may, and the start of a job that never was:
   * older versions of Thaw wrote it before the start was refused. Removals and other job events stay: they are small,
   * and without them an old put that still lies in another pack would come back to life.
   */
  function subject({ kind, json }: StoredManifest): Subject {
    const event = JSON.parse(json) as JobEvent | ObjectEvent
    if (event.at > clock() - SETTLED_MS) return undefined
    if (kind === 'job') return event.event === 'start' ? { jobId: event.job } : undefined
    if (event.event !== 'put' && event.event !== 'chunks') return undefined
    return { version: { jobId: event.job, name: event.name, createdAt: event.at } }
  }

  return {
    usage: (pack) => index.packTotals({ pack }),
    chunksIn: (pack) => index.packChunks({ pack }),
    async relocate(moves) {
      await index.relocateChunks({ moves })
    },
    async needed(manifests) {
      const subjects = manifests.map(subject)
      const alive = await index.versionsAlive(subjects.flatMap((asked) => asked?.version ?? []))
      const known = await index.jobsKnown(subjects.flatMap((asked) => asked?.jobId ?? []))
      return subjects.map((asked) => asked === undefined || (asked.version ? alive : known).shift()!)
    },
  }
}
