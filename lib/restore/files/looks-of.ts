import { groupId, userId } from '#lib/posix/owners.ts'
import type { Xattr } from '#lib/posix/xattrs.ts'
import { isCapability, type Looks, type Missed } from './looks.ts'

/** What was kept of a thing beside its content, mode and time. A hint of whoever wrote it. */
export interface Facts {
  owner?: { uid: number; gid: number; user?: string; group?: string } | undefined
  /** undefined where nobody knows. */
  xattrs?: readonly Xattr[] | undefined
  /** Why those may not be all it had: nobody could look at them, or some could not be kept. */
  attributes?: 'unasked' | 'partial' | undefined
  holes?: boolean | undefined
  /** Files with the same one were names of one file. */
  link?: string | undefined
  /** Not all of it can be read. */
  damaged?: boolean | undefined
}

export interface LooksRules {
  /** Keep setuid and setgid bits, and file capabilities. */
  setuid?: boolean | undefined
  /** Owners by their numbers, not by their names. */
  numericOwner?: boolean | undefined
}

/** How something with these facts is to look here, under the rules the person chose. Each kind is missed once. */
export function looksOf(
  { mode, mtime }: Pick<Looks, 'mode' | 'mtime'>,
  { owner, xattrs, attributes, holes, damaged }: Facts,
  { setuid = false, numericOwner = false }: LooksRules,
  onMissed: (what: Missed) => void,
): Looks {
  const told = new Set<Missed>()
  const missed = (what: Missed) => {
    if (!told.has(what)) onMissed(what)
    told.add(what)
  }
  if (damaged) missed('facts')
  if (attributes === 'partial') missed('partial')
  if (!setuid && mode !== undefined && mode & 0o6000) missed('withheld')
  const allowed = xattrs?.filter(([name]) => {
    if (isOrdinary(name) || (setuid && isCapability(name))) return true
    missed(isCapability(name) ? 'withheld' : 'system')
    return false
  })
  const rights = setuid ? 0o7777 : 0o1777
  // The group bits may be the mask of an ACL, which can give others than the group more than it had.
  const certain = damaged ? 0o7707 : 0o7777
  return {
    mode: mode === undefined ? mode : mode & rights & certain,
    mtime,
    owner: owner && {
      uid: (numericOwner ? undefined : named(userId, owner.user)) ?? owner.uid,
      gid: (numericOwner ? undefined : named(groupId, owner.group)) ?? owner.gid,
    },
    xattrs: allowed,
    attributes,
    holes,
    missed,
  }
}

/** What every user may set. Labels and rights of the system, and what a file system alone knows, are not taken from a backup: whoever wrote it chose them. */
const isOrdinary = (name: string) => name.startsWith('user.') || name.startsWith('system.posix_acl_')

function named(find: (name: string) => number | undefined, name: string | undefined): number | undefined {
  return name === undefined ? undefined : find(name)
}
