/**
 * A POSIX ACL as Linux keeps it in the attributes `system.posix_acl_access` and `_default`, as the text that tar archives
 * hold: `user::rw-,user:1000:r--,group::r--,mask::r--,other::---`. Users and groups by number.
 *
 * @returns undefined where the bytes are none.
 */
export function aclText(bytes: Buffer): string | undefined {
  if (bytes.length < 4 || bytes.length % 8 !== 4 || bytes.readUInt32LE(0) !== 2) return undefined
  const entries: string[] = []
  for (let at = 4; at < bytes.length; at += 8) {
    const tag = tags[bytes.readUInt16LE(at)]
    const permissions = bytes.readUInt16LE(at + 2)
    if (!tag || permissions > 7) return undefined
    const who = tag.named ? bytes.readUInt32LE(at + 4) : ''
    entries.push(`${tag.name}:${who}:${[...'rwx'].map((bit, i) => (permissions & (4 >> i) ? bit : '-')).join('')}`)
  }
  return entries.join(',')
}

const tags: Record<number, { name: string; named: boolean } | undefined> = {
  1: { name: 'user', named: false },
  2: { name: 'user', named: true },
  4: { name: 'group', named: false },
  8: { name: 'group', named: true },
  16: { name: 'mask', named: false },
  32: { name: 'other', named: false },
}
