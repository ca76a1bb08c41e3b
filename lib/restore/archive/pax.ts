/** What a tar's plain header cannot say of an entry: the records of its pax header. */
import { aclText } from './acl.ts'
import type { ArchiveEntry } from './entry.ts'

/** Largest value of the 12-byte octal fields. */
export const octalLimit = 8 ** 11 - 1
/** Largest user or group by number in the plain header. */
export const idLimit = 8 ** 7 - 1
/** Longest user's or group's name in the plain header; one more byte ends it. */
export const ownerLength = 31
const nanosecond = 1_000_000_000n

export function paxRecords(entry: ArchiveEntry): Buffer {
  const { name, target, size, mtime, owner } = entry
  const records: Buffer[] = []
  const add = (key: string, value: string | Buffer) => void records.push(paxRecord(key, Buffer.from(value)))
  if (entry.sparseSize !== undefined) {
    add('GNU.sparse.major', '1')
    add('GNU.sparse.minor', '0')
    add('GNU.sparse.name', name)
    add('GNU.sparse.realsize', String(entry.sparseSize))
  } else if (!fitsPlain(name)) add('path', name)
  if (target !== undefined && !fitsPlain(target)) add('linkpath', target)
  if (size > octalLimit) add('size', String(size))
  if (mtime % nanosecond !== 0n || mtime < 0n || mtime / nanosecond > octalLimit) add('mtime', decimalSeconds(mtime))
  if (owner && owner.uid > idLimit) add('uid', String(owner.uid))
  if (owner && owner.gid > idLimit) add('gid', String(owner.gid))
  if (!fitsPlain(owner?.user ?? '', ownerLength)) add('uname', owner?.user ?? '')
  if (!fitsPlain(owner?.group ?? '', ownerLength)) add('gname', owner?.group ?? '')
  for (const [attribute, value] of entry.xattrs ?? []) {
    const bytes = Buffer.from(value, 'base64')
    const acl = acls[attribute] && aclText(bytes)
    if (acl !== undefined) add(acls[attribute]!, acl)
    else add(`SCHILY.xattr.${attribute.replaceAll('%', '%25').replaceAll('=', '%3D')}`, bytes)
  }
  return Buffer.concat(records)
}

/** ACLs have records of their own, as text: readers know them there. */
const acls: Record<string, string | undefined> = {
  'system.posix_acl_access': 'SCHILY.acl.access',
  'system.posix_acl_default': 'SCHILY.acl.default',
}

/** Names beyond ASCII go to the pax header, whose text is UTF-8 by definition; the plain field has no encoding. */
export function fitsPlain(text: string, longest = 100): boolean {
  return text.length <= longest && /^[\x20-\x7e]*$/.test(text)
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: Buffer): Buffer {
  const head = Buffer.from(` ${key}=`)
  const rest = head.length + value.length + 1
  let length = rest + String(rest).length
  if (rest + String(length).length !== length) length = rest + String(length).length
  return Buffer.concat([Buffer.from(String(length)), head, value, Buffer.from('\n')])
}

function decimalSeconds(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : ''
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds
  const fraction = String(absolute % nanosecond)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${sign}${absolute / nanosecond}${fraction && `.${fraction}`}`
}
