/** One line of a POSIX ACL. Users and groups by number; who has none is the owner, or the group, of the file. */
export interface AclEntry {
  tag: 'user' | 'group' | 'mask' | 'other'
  id?: number
  /** 4 read, 2 write, 1 execute. */
  permissions: number
}

const tags: Record<number, { tag: AclEntry['tag']; isNamed: boolean } | undefined> = {
  1: { tag: 'user', isNamed: false },
  2: { tag: 'user', isNamed: true },
  4: { tag: 'group', isNamed: false },
  8: { tag: 'group', isNamed: true },
  16: { tag: 'mask', isNamed: false },
  32: { tag: 'other', isNamed: false },
}

/**
 * A POSIX ACL as Linux keeps it in the attributes `system.posix_acl_access` and `_default`.
 *
 * @returns undefined where the bytes are none.
 */
export function parseAcl(bytes: Buffer): AclEntry[] | undefined {
  if (bytes.length < 4 || bytes.length % 8 !== 4 || bytes.readUInt32LE(0) !== 2) return undefined
  const entries: AclEntry[] = []
  for (let at = 4; at < bytes.length; at += 8) {
    const known = tags[bytes.readUInt16LE(at)]
    const permissions = bytes.readUInt16LE(at + 2)
    if (!known || permissions > 7) return undefined
    const { tag, isNamed } = known
    entries.push({ tag, permissions, ...(isNamed && { id: bytes.readUInt32LE(at + 4) }) })
  }
  return entries
}

/**
 * What the group of a file may do under an ACL. The mode does not tell: its group bits are the ACL's mask, which goes for
 * the named users and groups too.
 *
 * @returns 0 to 7; 0 where the bytes are no ACL.
 */
export function groupPermissions(bytes: Buffer): number {
  const entries = parseAcl(bytes) ?? []
  const of = (tag: AclEntry['tag']) => entries.find((entry) => entry.tag === tag && entry.id === undefined)?.permissions
  return (of('group') ?? 0) & (of('mask') ?? 7)
}

/** Whether two access ACLs are the same but for the permissions of owner, mask and others, which the mode tells. */
export function isSameBesideMode(one: Buffer, other: Buffer): boolean {
  const [left, right] = [one, other].map((bytes) => parseAcl(bytes)?.map(besideMode))
  return left && right ? JSON.stringify(left) === JSON.stringify(right) : one.equals(other)
}

function besideMode(entry: AclEntry): AclEntry {
  return entry.id === undefined && entry.tag !== 'group' ? { ...entry, permissions: 0 } : entry
}
