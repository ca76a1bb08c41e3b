/**
 * How a thing looks once it is whole: owner, mode, extended attributes, time. The order matters: a new owner loses setuid
 * bits and file capabilities, a mode may shut out attributes of users, an ACL has the mode in it, and everything else
 * is a change that a time must come after. What this user may not set, or the file system cannot hold, is told and left.
 */
import { fchmodSync, fchownSync, fstatSync, lchownSync, lstatSync } from 'node:fs'
import { setLinkTimes, setTimes } from '#lib/posix/times.ts'
import { hasXattr, removeXattrs, setXattr, type Xattr } from '#lib/posix/xattrs.ts'
import { hasCode } from './file-errors.ts'

/** Without a mode or time the system's defaults stay. */
export interface Looks {
  mode?: number | undefined
  /** Nanoseconds since 1970. */
  mtime?: bigint | undefined
  /** By number, as this system knows them. */
  owner?: { uid: number; gid: number } | undefined
  /** All it had; undefined where nobody knows. */
  xattrs?: readonly Xattr[] | undefined
  /** Why it may have had more: then none are taken away. */
  attributes?: 'unasked' | 'partial' | undefined
  /** Zeros are left out as holes. */
  holes?: boolean | undefined
  /** Told of what stays away. */
  missed?: ((what: Missed) => void) | undefined
}

/** What could not be put back. */
export type Missed =
  | 'owner'
  | 'group'
  /** Rights that go with the file, which nobody asked for. */
  | 'withheld'
  /** Attributes that mean something to a system or a file system alone. */
  | 'system'
  /** Attributes that could not be kept. */
  | 'partial'
  /** Nobody looked at its attributes, and what is there has some: they stay, unless it is replaced. */
  | 'unasked'
  | 'setuid'
  | 'capabilities'
  | 'acl'
  | 'xattrs'
  | 'time'
  | 'hard link'
  /** What is stored of it beside its content is damaged. */
  | 'facts'

/** Attributes that have a meaning to the system and are another kind of thing to a person. */
const isAcl = (name: string) => name.startsWith('system.posix_acl_')
export const isCapability = (name: string) => name === 'security.capability'
/** What a new file may have from its folder, and one that was there of itself; labels of the system stay. */
const isOurs = (name: string) => name.startsWith('user.') || isAcl(name) || isCapability(name)

/** Gives an open file or folder its looks. */
export function applyLooks(fd: number, looks: Looks): void {
  const { mode, mtime, owner, xattrs, missed } = looks
  const given = owner ? giveOwner((uid, gid) => fchownSync(fd, uid, gid), owner, missed) : { user: true, group: true }
  missUnasked(fd, looks)
  if (xattrs && !looks.attributes) {
    const names = new Set(xattrs.map(([name]) => name))
    removeXattrs(fd, (name) => isOurs(name) && !names.has(name))
  }
  for (const xattr of xattrs ?? []) if (!isAcl(xattr[0])) giveXattr(fd, xattr, missed)
  if (mode !== undefined) {
    // Rights of an owner are nobody else's.
    const kept = mode & ~(given.user ? 0 : 0o4000) & ~(given.group ? 0 : 0o2000)
    if (kept !== mode) missed?.('setuid')
    fchmodSync(fd, kept)
  }
  for (const xattr of xattrs ?? []) if (isAcl(xattr[0])) giveXattr(fd, xattr, missed)
  if (mtime === undefined) return
  setTimes(fd, mtime)
  if (isFar(mtime) && fstatSync(fd, { bigint: true }).mtimeNs !== mtime) missed?.('time')
}

/** Tells of attributes that are there, where nobody knows whether they are right. */
export function missUnasked(fd: number, { attributes, missed }: Looks): void {
  if (attributes === 'unasked' && hasXattr(fd, isOurs)) missed?.('unasked')
}

/** Gives a symlink its looks, by its path; it has no mode. */
export function applyLinkLooks(path: string, { mtime, owner, xattrs, missed }: Looks): void {
  if (owner) giveOwner((uid, gid) => lchownSync(path, uid, gid), owner, missed)
  for (const xattr of xattrs ?? []) giveXattr(path, xattr, missed)
  if (mtime === undefined) return
  setLinkTimes(path, mtime)
  if (isFar(mtime) && lstatSync(path, { bigint: true }).mtimeNs !== mtime) missed?.('time')
}

function giveOwner(
  change: (uid: number, gid: number) => void,
  { uid, gid }: { uid: number; gid: number },
  missed: Looks['missed'],
) {
  const leave = -1
  const may = (newUid: number, newGid: number) => {
    try {
      change(newUid, newGid)
      return true
    } catch (error) {
      if (hasCode(error, 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return false
      throw error
    }
  }
  if (may(uid, gid)) return { user: true, group: true }
  const given = { group: may(leave, gid), user: may(uid, leave) }
  if (!given.user) missed?.('owner')
  if (!given.group) missed?.('group')
  return given
}

function giveXattr(at: number | string, [name, value]: Xattr, missed: Looks['missed']): void {
  try {
    setXattr(at, name, value)
  } catch {
    missed?.(isAcl(name) ? 'acl' : isCapability(name) ? 'capabilities' : 'xattrs')
  }
}

/** File systems cut times they cannot hold and say nothing; these are the least that common ones hold, 1901 to 2446. */
function isFar(mtime: bigint): boolean {
  return mtime < -(2n ** 31n) * 1_000_000_000n || mtime >= (2n ** 34n - 2n ** 31n) * 1_000_000_000n
}
