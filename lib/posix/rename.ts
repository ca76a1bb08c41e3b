import { libc } from './libc.ts'

const doNotReplace = 1 // RENAME_NOREPLACE

/** Linux can rename without replacing in one step; Node's own rename always replaces. */
const renameat2 = process.platform === 'linux' ? declare() : undefined

function declare() {
  try {
    return libc?.func('int renameat2(int folder, const char *from, int toFolder, const char *to, unsigned int flags)')
  } catch {
    return undefined // a C library older than the call
  }
}

/** @returns false where nothing was renamed: the name is taken, or the system or the file system cannot do this. */
export function renameWithoutReplacing(folder: number, from: string, to: string): boolean {
  return renameat2?.(folder, from, folder, to, doNotReplace) === 0
}
