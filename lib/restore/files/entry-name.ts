/** An object's name taken apart, or the reason why nothing on disk may be called so. */
export type EntryName = { ok: true; parents: string[]; last: string; isFolder: boolean } | { ok: false; reason: string }

/**
 * Takes an object's name apart into folder names and a last name. Names that would leave the target, or that no file
 * system can hold, are refused, never repaired: two objects must not become one file.
 */
export function entryName(name: string): EntryName {
  const isFolder = name.endsWith('/')
  const parts = (isFolder ? name.slice(0, -1) : name).split('/')
  if (name === '') return refused('it is empty')
  if (name.startsWith('/')) return refused('it begins with a slash')
  if (name.includes('\0')) return refused('it contains a NUL')
  if (parts.includes('')) return refused('a part of it is empty')
  if (parts.some((part) => part === '.' || part === '..')) return refused('a part of it is "." or ".."')
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return refused('a part of it is longer than 255 bytes')
  return { ok: true, parents: parts.slice(0, -1), last: parts.at(-1)!, isFolder }
}

function refused(reason: string): EntryName {
  return { ok: false, reason }
}
