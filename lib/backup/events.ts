import type { ExcludedEntry } from './exclude.ts'
import type { FoundEntry, OmittedEntry, VanishedEntry } from './scan.ts'
import type { Without } from './stored-facts.ts'

/** What a backup tells while it runs. */
export type BackupEvent =
  | { kind: 'started'; jobId: string }
  /**
   * The backup failed; `stopped` where the job could be ended, otherwise its lease will. `unsure`: its commit was under
   * way and the service does not tell any more, so it may have become a backup.
   */
  | { kind: 'abandoned'; jobId: string; stopped: boolean; unsure: boolean }
  /** Bytes of a file on their way; an entry's `stored` follows. */
  | { kind: 'bytes'; count: number }
  | { kind: 'stored'; entry: FoundEntry }
  | { kind: 'same'; entry: FoundEntry }
  /** It seems unchanged, but what the last backup has of it is known to be damaged: it is read and stored again. */
  | { kind: 'damaged'; entry: FoundEntry }
  /** An object of the last backup is not in this one: it is gone from the disk, or `excluded` now. */
  | { kind: 'deleted'; name: string; excluded: boolean }
  /** The file was written to while being read, twice; the second reading is stored. */
  | { kind: 'changed'; entry: FoundEntry }
  /** It is stored, but without some of its extended attributes. */
  | ({ kind: 'without'; entry: FoundEntry } & Without)
  /** `kept` objects of the last backup stay in this one in its place. */
  | (OmittedEntry & { kept: number })
  | VanishedEntry
  | ExcludedEntry

/** Events behind which stands a write to the job. */
export const writes: ReadonlySet<BackupEvent['kind']> = new Set(['bytes', 'stored', 'deleted'])
