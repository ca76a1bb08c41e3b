import { lastError, libc } from './libc.ts'

// The same on Linux and macOS.
const exclusive = 2 // LOCK_EX
const doNotWait = 4 // LOCK_NB

const flock = libc?.func('int flock(int fd, int operation)')

/**
 * Locks an open file or folder against other processes that lock it so, until it is closed: a process that is killed
 * leaves no lock behind.
 *
 * @returns false where somebody else holds it; true also where the system or the file system knows no such locks.
 */
export function tryLock(fd: number): boolean {
  return !flock || flock(fd, exclusive | doNotWait) === 0 || lastError('flock').code !== 'EAGAIN'
}
