import { hash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import type { EntryFacts } from '#lib/browse/metadata.ts'
import { groupName, userName } from '#lib/posix/owners.ts'

/** What is kept of a thing on disk beside type, size, time and mode. */
export function factsOf(stats: BigIntStats): EntryFacts {
  const [uid, gid] = [Number(stats.uid), Number(stats.gid)]
  const user = userName(uid)
  const group = groupName(gid)
  const isFile = stats.isFile()
  return {
    owner: { uid, gid, ...(user !== undefined && { user }), ...(group !== undefined && { group }) },
    ...(isFile && stats.nlink > 1n && { link: linkOf(stats) }),
    ...(isFile && stats.blocks * 512n < stats.size && { holes: true }),
  }
}

/**
 * Tells files with several names: nothing has to be remembered for it. Whoever adds or takes a name touches the inode,
 * so all its names are stored again by the same run.
 */
function linkOf({ dev, ino }: BigIntStats): string {
  return hash('sha256', `${dev}:${ino}`, 'base64url').slice(0, 11)
}
