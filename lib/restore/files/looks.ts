/**
 * How a thing looks once it is whole: owner, mode, extended attributes, time. The order matters: a new owner loses setuid
 * bits and file capabilities, a mode may shut out attributes of users, an ACL has the mode in it, and everything else
 * is a change that a time must come after.
 *
 * What this user may not set is left. So is what the file system cannot hold, and that it often says of nothing (FAT
 * takes any mode and counts in steps of 2 s, older ext4 and XFS end in 2038): what a thing lacks is what it is found
 * without when it is looked at afterwards.
 */
import { fchmodSync, fchownSync, fstatSync, lchownSync, lstatSync } from 'node:fs'
import { groupPermissions, isSameBesideMode } from '#lib/posix/acl.ts'
import { setLinkTimes, setTimes } from '#lib/posix/times.ts'
import { hasXattr, readXattrs, removeXattrs, setXattr, type Xattr } from '#lib/posix/xattrs.ts'
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

/** A part of how something looks. */
export type Look = 'owner' | 'group' | 'mode' | 'setuid' | 'capabilities' | 'acl' | 'xattrs' | 'time'

/** What could not be put back. */
export type Missed =
  | Look
  /** Rights that go with the file, which nobody asked for. */
  | 'withheld'
  /** Attributes that mean something to a system or a file system alone. */
  | 'system'
  /** Attributes that could not be kept. */
  | 'partial'
  /** Nobody looked at its attributes, and what is there has some: they stay, unless it is replaced. */
  | 'unasked'
  | 'hard link'
  /** What is stored of it beside its content is damaged. */
  | 'facts'

const accessAcl = 'system.posix_acl_access'
/** Attributes that have a meaning to the system and are another kind of thing to a person. */
const isAcl = (name: string) => name.startsWith('system.posix_acl_')
export const isCapability = (name: string) => name === 'security.capability'
/** What a new file may have from its folder, and one that was there of itself; labels of the system stay. */
const isOurs = (name: string) => name.startsWith('user.') || isAcl(name) || isCapability(name)

/** Gives an open file or folder its looks. */
export function applyLooks(fd: number, looks: Looks): void {
  const { mode, mtime, owner, xattrs = [] } = looks
  const given = owner ? giveOwner((uid, gid) => fchownSync(fd, uid, gid), owner) : { user: true, group: true }
  missUnasked(fd, looks)
  if (looks.xattrs && !looks.attributes) {
    const names = new Set(xattrs.map(([name]) => name))
    removeXattrs(fd, (name) => isOurs(name) && !names.has(name))
  }
  giveXattrs(
    fd,
    xattrs.filter(([name]) => !isAcl(name)),
  )
  if (mode !== undefined) {
    // Rights of an owner are nobody else's.
    const rights = (given.user ? 0o4000 : 0) | (given.group ? 0o2000 : 0) | 0o1777
    fchmodSync(fd, mode & rights & withoutAcl(xattrs))
  }
  giveXattrs(
    fd,
    xattrs.filter(([name]) => isAcl(name)),
  )
  if (mtime !== undefined) setTimes(fd, mtime)
  for (const what of differences(fd, looks)) looks.missed?.(what)
}

/** Tells of attributes that are there, where nobody knows whether they are right. */
export function missUnasked(fd: number, { attributes, missed }: Looks): void {
  if (attributes === 'unasked' && hasXattr(fd, isOurs)) missed?.('unasked')
}

/** Gives a symlink its looks, by its path; it has no mode. */
export function applyLinkLooks(path: string, looks: Looks): void {
  const { mtime, owner, xattrs = [] } = looks
  if (owner) giveOwner((uid, gid) => lchownSync(path, uid, gid), owner)
  giveXattrs(path, xattrs)
  if (mtime !== undefined) setLinkTimes(path, mtime)
  for (const what of linkDifferences(path, looks)) looks.missed?.(what)
}

/**
 * What of an open file or folder looks otherwise.
 *
 * @param modeNow its mode, where it has another one for the time of the restore.
 */
export function differences(fd: number, looks: Looks, modeNow?: number): Set<Look> {
  const { uid, gid, mode, mtimeNs } = fstatSync(fd, { bigint: true })
  return differ({ uid, gid, mode: modeNow ?? Number(mode) & 0o7777, mtimeNs }, looks, () => readXattrs(fd))
}

/** The same for a symlink. */
export function linkDifferences(path: string, looks: Looks): Set<Look> {
  return differ(lstatSync(path, { bigint: true }), { ...looks, mode: undefined }, () => readXattrs(path))
}

function differ(
  now: { uid: bigint; gid: bigint; mode: number | bigint; mtimeNs: bigint },
  { mode, mtime, owner, xattrs, attributes: incomplete }: Looks,
  attributes: () => ReturnType<typeof readXattrs>,
): Set<Look> {
  const found = new Set<Look>()
  if (owner && Number(now.uid) !== owner.uid) found.add('owner')
  if (owner && Number(now.gid) !== owner.gid) found.add('group')
  const changed = mode === undefined ? 0 : Number(now.mode) ^ mode
  if (changed & 0o1777) found.add('mode')
  if (changed & 0o6000) found.add('setuid')
  if (mtime !== undefined && now.mtimeNs !== mtime) found.add('time')
  if (xattrs)
    for (const name of differentXattrs(attributes(), xattrs, incomplete !== undefined)) found.add(lookOf(name))
  return found
}

/** Names of attributes that are missing, have another value, or are too many where all are known. */
function* differentXattrs(
  now: ReturnType<typeof readXattrs>,
  wanted: readonly Xattr[],
  incomplete: boolean,
): Generator<string> {
  const values = new Map(now.found)
  const unread = new Set(now.unread) // its mode may keep even its owner from reading what was set
  const isSame = (name: string, value: Buffer) => {
    const there = values.get(name)
    if (!there) return unread.has(name)
    return name === accessAcl ? isSameBesideMode(there, value) : there.equals(value)
  }
  for (const [name, value] of wanted) if (!isSame(name, value)) yield name
  if (incomplete) return
  const names = new Set(wanted.map(([name]) => name))
  for (const name of [...values.keys(), ...unread]) if (isOurs(name) && !names.has(name)) yield name
}

const lookOf = (name: string): Look => (isAcl(name) ? 'acl' : isCapability(name) ? 'capabilities' : 'xattrs')

/** The bits a mode may have as long as the ACL is not set, and where it cannot be: its group bits are the ACL's mask. */
function withoutAcl(xattrs: readonly Xattr[]): number {
  const acl = xattrs.find(([name]) => name === accessAcl)?.[1]
  return acl ? 0o7707 | (groupPermissions(acl) << 3) : 0o7777
}

/** Whether user and group may be given; where not, the other one is given all the same. */
function giveOwner(change: (uid: number, gid: number) => void, { uid, gid }: { uid: number; gid: number }) {
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
  return { group: may(leave, gid), user: may(uid, leave) }
}

function giveXattrs(at: number | string, xattrs: readonly Xattr[]): void {
  for (const [name, value] of xattrs) {
    try {
      setXattr(at, name, value)
    } catch {} // it is found missing afterwards
  }
}
