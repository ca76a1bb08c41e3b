import { isUtf8 } from 'node:buffer'
import { lastError, libc } from './libc.ts'

/** An extended attribute: its full name (`user.comment`, `system.posix_acl_access`) and its value. */
export type Xattr = readonly [name: string, value: Buffer]

/** An open file by its descriptor, or anything by its path: a symlink at its end is not followed. */
export type At = number | string

/** What was read of attributes. */
export interface FoundXattrs {
  /** In the order of their names. */
  found: Xattr[]
  /** Names of those that are there and may not be read, or are no UTF-8. */
  unread: string[]
  /** Nothing was asked, as this system cannot: there may be any. */
  unasked?: boolean
}

/** The largest list of names, and the largest value, that Linux hands out. In bytes. */
const most = 65_536

const calls = process.platform === 'linux' ? declare() : undefined

/** Why extended attributes, and with them ACLs and file capabilities, cannot be had on this system. */
export const xattrsUnsupported = calls
  ? undefined
  : process.platform === 'linux'
    ? `there is no native library for ${process.platform}-${process.arch}`
    : `Thaw knows them on Linux only, not on ${process.platform}`

function declare() {
  try {
    const names = 'void *names, size_t size'
    const value = 'const char *name, void *value, size_t size'
    return (
      libc && {
        list: libc.func(`long llistxattr(const char *path, ${names})`),
        flist: libc.func(`long flistxattr(int fd, ${names})`),
        get: libc.func(`long lgetxattr(const char *path, ${value})`),
        fget: libc.func(`long fgetxattr(int fd, ${value})`),
        set: libc.func(`int lsetxattr(const char *path, ${value}, int flags)`),
        fset: libc.func(`int fsetxattr(int fd, ${value}, int flags)`),
        remove: libc.func('int lremovexattr(const char *path, const char *name)'),
        fremove: libc.func('int fremovexattr(int fd, const char *name)'),
      }
    )
  } catch {
    return undefined // a C library without these names
  }
}

// Calls are synchronous and copy what they found, so one of each is enough.
const list = Buffer.alloc(most)
const value = Buffer.alloc(most)

/** The attributes of a file, folder or symlink; none where the file system has none. */
export function readXattrs(at: At): FoundXattrs {
  if (!calls) return { found: [], unread: [], unasked: true }
  const found: Xattr[] = []
  const unread: string[] = []
  for (const name of xattrNames(at)) {
    if (!isUtf8(name)) {
      unread.push(name.toString('latin1'))
      continue
    }
    const text = name.toString()
    const length: number = typeof at === 'number' ? calls.fget(at, text, value, most) : calls.get(at, text, value, most)
    if (length >= 0) found.push([text, Buffer.from(value.subarray(0, length))])
    else if (lastError('getxattr').code !== 'ENODATA') unread.push(text) // gone since it was listed
  }
  return { found, unread }
}

/** @throws {NodeJS.ErrnoException} EPERM, ENOTSUP, ENOSPC … */
export function setXattr(at: At, name: string, bytes: Uint8Array): void {
  if (!calls) throw Object.assign(new Error(xattrsUnsupported), { code: 'ENOTSUP' })
  const { length } = bytes
  const failed = typeof at === 'number' ? calls.fset(at, name, bytes, length, 0) : calls.set(at, name, bytes, length, 0)
  if (failed !== 0) throw lastError('setxattr')
}

/** Whether there is an attribute of which `isWanted` says so, by its name. */
export function hasXattr(at: At, isWanted: (name: string) => boolean): boolean {
  return xattrNames(at).map(String).some(isWanted)
}

/** Takes away the attributes whose names `isUnwanted` says; what may not be taken away stays. */
export function removeXattrs(at: At, isUnwanted: (name: string) => boolean): void {
  for (const name of xattrNames(at).map(String)) {
    if (!isUnwanted(name)) continue
    if (typeof at === 'number') calls!.fremove(at, name)
    else calls!.remove(at, name)
  }
}

function xattrNames(at: At): Buffer[] {
  if (!calls) return []
  const length: number = typeof at === 'number' ? calls.flist(at, list, most) : calls.list(at, list, most)
  if (length === 0) return []
  if (length < 0) {
    const error = lastError('listxattr')
    if (error.code === 'ENOTSUP' || error.code === 'EOPNOTSUPP') return []
    throw error
  }
  const names: Buffer[] = []
  for (let start = 0; start < length; ) {
    const end = list.indexOf(0, start)
    names.push(Buffer.from(list.subarray(start, end)))
    start = end + 1
  }
  return names.sort(Buffer.compare)
}
