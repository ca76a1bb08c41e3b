/** Groups remembered at once; a name that comes after its group was forgotten is a file of its own. */
const most = 100_000

/** Finds the names of one file while an archive is planned. */
export function createLinkGroups() {
  const first = new Map<string, string>()
  return {
    /**
     * The name in the archive that this one is another name of, or null for the first of its group. Only what has the
     * same content is: the group is a hint of whoever stored it.
     */
    firstOf(group: string, checksum: string, name: string): string | null {
      const key = `${checksum} ${group}`
      const found = first.get(key)
      if (found !== undefined) return found
      if (first.size >= most) first.delete(first.keys().next().value!)
      first.set(key, name)
      return null
    },
  }
}
