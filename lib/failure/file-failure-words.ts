import { getSystemErrorMap } from 'node:util'
import { isFileError } from '#lib/restore/files/file-errors.ts'

/** What is said of an error of the file system: what is wrong, and what a person can do about it. */
export interface FileWords {
  /** A part of a sentence: it stands behind a colon, without a full stop. */
  what: string
  /** Whole sentences; none where what is wrong says it all. */
  remedy?: string | undefined
}

const denied: FileWords = {
  what: 'permission denied',
  remedy: 'Run Thaw as the user the place belongs to, or use another folder.',
}
const goesOn = 'Then run the same command again: it goes on where it was.'
const inTheWay: FileWords = { what: 'something else of this name is there', remedy: 'Move it out of the way.' }
const tooManyOpen: FileWords = {
  what: 'too many files are open',
  remedy: `Raise the limit (ulimit -n) to 256 or more. ${goesOn}`,
}

const words: Record<string, FileWords> = {
  EACCES: denied,
  EPERM: { ...denied, what: 'the system does not permit it' },
  EROFS: { what: 'the disk is mounted read-only', remedy: `Mount it for writing, or use another folder. ${goesOn}` },
  ENOSPC: { what: 'the disk is full', remedy: `Free some space there. ${goesOn}` },
  EDQUOT: { what: 'the disk quota is used up', remedy: `Free some space there, or have the quota raised. ${goesOn}` },
  EIO: { what: 'the disk reports an error', remedy: 'Look at the log of the system: the disk may be failing.' },
  EFBIG: { what: 'it is larger than the file system there takes', remedy: 'Use a folder on another file system.' },
  ENAMETOOLONG: {
    what: 'its name or path is longer than the system takes',
    remedy: 'Use a folder with a shorter path, or on another file system.',
  },
  EILSEQ: { what: 'the file system there takes no such name', remedy: 'Use a folder on another file system.' },
  EINVAL: { what: 'the file system there does not take it', remedy: 'Use a folder on another file system.' },
  EOPNOTSUPP: { what: 'the file system there cannot do this', remedy: 'Use a folder on another file system.' },
  ENOTSUP: { what: 'the file system there cannot do this', remedy: 'Use a folder on another file system.' },
  EMLINK: { what: 'the file system there takes no more links', remedy: 'Use a folder on another file system.' },
  EISDIR: inTheWay,
  EEXIST: inTheWay,
  ENOTDIR: { what: 'something on the way there is no folder', remedy: 'Move it out of the way.' },
  ENOTEMPTY: { what: 'a folder of this name has something in it', remedy: 'Move it out of the way.' },
  ELOOP: { what: 'a symlink is in the way', remedy: 'Move it out of the way.' },
  ENOENT: { what: 'it does not exist' },
  ENODEV: { what: 'no device stands behind it' },
  ENXIO: { what: 'no device stands behind it' },
  EBUSY: { what: 'the system uses it, as a mount point perhaps', remedy: 'Unmount it, or leave it out.' },
  ETXTBSY: { what: 'a program runs from it', remedy: 'End the program.' },
  EXDEV: { what: 'another disk is mounted there', remedy: 'Unmount it, or leave it out.' },
  ESTALE: { what: 'the network disk has lost it', remedy: `Mount it again. ${goesOn}` },
  EMFILE: tooManyOpen,
  ENFILE: tooManyOpen,
  ENOMEM: { what: 'the system is out of memory', remedy: `End other programs. ${goesOn}` },
}

/**
 * Words for an error of the file system, by its code; what a code has no words for is said as the system says it.
 *
 * @returns undefined for every other error, one of the network included.
 */
export function fileWords(error: unknown): FileWords | undefined {
  if (!isFileError(error)) return undefined
  const known = Object.hasOwn(words, error.code) ? words[error.code] : undefined
  return known ?? { what: getSystemErrorMap().get(error.errno)?.[1] ?? 'the system reports an error' }
}
