/**
 * Orders two names as the storage service does: by their UTF-8 bytes. JavaScript's `<` compares UTF-16 units, which puts
 * characters outside the basic plane before U+E000 to U+FFFF.
 */
export function compareNames(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** The first name that can follow everything in a folder: `/` is followed by `0` in every byte order. */
export function afterFolder(folder: string): string {
  return `${folder.slice(0, -1)}0`
}

/** The folder a name lies in: '' or text that ends with '/'. The folder of a folder is its parent. */
export function folderOf(name: string): string {
  const end = name.endsWith('/') ? name.length - 2 : name.length - 1
  return end < 0 ? '' : name.slice(0, name.lastIndexOf('/', end) + 1)
}

/** What of a name stands behind its folder, without the slash that ends a folder: '' for a segment without a name. */
export function lastSegment(name: string): string {
  const text = name.slice(folderOf(name).length)
  return text.endsWith('/') ? text.slice(0, -1) : text
}

/** A folder's path as steps: 'a//b/' gives 'a/', 'a//', 'a//b/'. */
export function folderSteps(folder: string): string[] {
  const steps: string[] = []
  for (let i = folder.indexOf('/'); i >= 0; i = folder.indexOf('/', i + 1)) steps.push(folder.slice(0, i + 1))
  return steps
}
