/** Whose a file is. Names where the system that had it knew them. Runs in browsers too. */
export interface Owner {
  uid: number
  gid: number
  user?: string
  group?: string
}

/** One more means "leave as it is" to the system, and is nobody's number. */
const largest = 0xffff_fffe

/** `0:0` or `1000:100:alice:users`, as it stands in a metadata string. */
export function formatOwner({ uid, gid, user, group }: Owner): string {
  return user === undefined && group === undefined ? `${uid}:${gid}` : `${uid}:${gid}:${user ?? ''}:${group ?? ''}`
}

/** undefined where it is no such text. */
export function parseOwner(text: string): Owner | undefined {
  const [, uid = '', gid = '', user = '', group = ''] =
    /^(\d{1,10}):(\d{1,10})(?::([^:\0]*):([^:\0]*))?$/.exec(text) ?? []
  if (uid === '' || Number(uid) > largest || Number(gid) > largest) return undefined
  return { uid: Number(uid), gid: Number(gid), ...(user !== '' && { user }), ...(group !== '' && { group }) }
}
