/**
 * What tells a file that was rewritten in place, or replaced by another, from one that was left alone, also where size
 * and modification time were put back (`touch -r`, `rsync -t`, `cp -p`): the time of the last change of its inode, which
 * nobody can set, and the inode's number. Kept short, because it has to fit into the metadata string beside all else,
 * and compared for equality only. Device numbers are left out: they differ from one mount to the next.
 */
import { hash } from 'node:crypto'

export interface Identity {
  /** When the inode was changed last, in nanoseconds since 1970. */
  ctime: bigint
  inode: bigint
}

/** What does not tell on some file systems. */
export interface IgnoredIdentity {
  /** Programs that make hard links or set attributes change it while the content stays. */
  ignoreCtime?: boolean | undefined
  /** Network and FUSE file systems may number their files anew with each mount. */
  ignoreInode?: boolean | undefined
}

/** Six characters of Base64 for each, 36 bits: one changed file in 69 billion would look as it did. */
const width = 6

export function formatSeen({ ctime, inode }: Identity): string {
  return short(ctime) + short(inode)
}

/**
 * Whether a file is the one that was read.
 *
 * @param before what `formatSeen` made of it then; without it nothing is known, unless nothing is asked.
 */
export function isSeen(before: string | undefined, now: Identity, ignored: IgnoredIdentity = {}): boolean {
  const { ignoreCtime, ignoreInode } = ignored
  if (ignoreCtime && ignoreInode) return true
  if (before === undefined) return false
  return (
    (ignoreCtime || before.slice(0, width) === short(now.ctime)) &&
    (ignoreInode || before.slice(width) === short(now.inode))
  )
}

/**
 * Whether a write that comes after `now` is sure to give the inode another ctime. File systems take the time from a
 * clock that ticks, so what is written within the tick of the ctime leaves no trace in it.
 *
 * @param now milliseconds since 1970, before the first byte is read.
 */
export function isSettled({ ctime }: Pick<Identity, 'ctime'>, now: number): boolean {
  // Whole seconds: a file system that knows no smaller ones. Otherwise the slowest clock of a kernel ticks every 10 ms.
  const tick = ctime % 1_000_000_000n === 0n ? 2000 : 20
  return now - Number(ctime / 1_000_000n) > tick
}

function short(value: bigint): string {
  return hash('sha256', String(value), 'base64').slice(0, width)
}
