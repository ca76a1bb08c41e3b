import { parseAcl } from '#lib/posix/acl.ts'

/**
 * A POSIX ACL in the text that tar archives hold: `user::rw-,user:1000:r--,group::r--,mask::r--,other::---`. Users and
 * groups by number.
 *
 * @returns undefined where the bytes are none.
 */
export function aclText(bytes: Buffer): string | undefined {
  return parseAcl(bytes)
    ?.map(({ tag, id, permissions }) => {
      const text = [...'rwx'].map((bit, i) => (permissions & (4 >> i) ? bit : '-')).join('')
      return `${tag}:${id ?? ''}:${text}`
    })
    .join(',')
}
