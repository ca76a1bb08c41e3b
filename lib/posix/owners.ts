import { koffi, libc } from './libc.ts'

const calls = declare()

/** Why names of users and groups cannot be had on this system. */
export const ownersUnsupported = calls
  ? undefined
  : `there is no native library for ${process.platform}-${process.arch}`

/**
 * Names and numbers of users and groups, asked of the system (files, LDAP, …) once each. undefined where the system does
 * not know one.
 */
export const userName = once((uid: number) => calls?.user(calls.getpwuid(uid))?.name)
export const groupName = once((gid: number) => calls?.group(calls.getgrgid(gid))?.name)
export const userId = once((name: string) => calls?.user(calls.getpwnam(name))?.id)
export const groupId = once((name: string) => calls?.group(calls.getgrnam(name))?.id)

function declare() {
  if (!koffi || !libc) return undefined
  const { decode } = koffi
  // The members that Linux and macOS have at the same places; what follows is not looked at.
  const passwd = koffi.struct({ name: 'const char *', password: 'const char *', id: 'uint32' })
  const group = koffi.struct({ name: 'const char *', password: 'const char *', id: 'uint32' })
  const decoded = (pointer: unknown, type: typeof passwd): { name: string; id: number } | undefined =>
    pointer === null ? undefined : decode(pointer, type)
  try {
    return {
      getpwuid: libc.func('void *getpwuid(uint32 uid)'),
      getgrgid: libc.func('void *getgrgid(uint32 gid)'),
      getpwnam: libc.func('void *getpwnam(const char *name)'),
      getgrnam: libc.func('void *getgrnam(const char *name)'),
      user: (pointer: unknown) => decoded(pointer, passwd),
      group: (pointer: unknown) => decoded(pointer, group),
    }
  } catch {
    return undefined
  }
}

/** Names come from backups too: no more than so many are remembered. */
const remembered = 10_000

function once<Key, Found>(ask: (key: Key) => Found): (key: Key) => Found {
  const known = new Map<Key, Found>()
  return (key) => {
    if (known.has(key)) return known.get(key)!
    if (known.size >= remembered) known.clear()
    const found = ask(key)
    known.set(key, found)
    return found
  }
}
