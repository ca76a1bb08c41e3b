/**
 * Modification times to the nanosecond. Node's own utimes take seconds as a double, which near today's date keeps no more
 * than about 240 ns; so the C library's futimens and utimensat are called. Where they cannot be, Node's have to do.
 */
import { futimesSync, lutimesSync } from 'node:fs'
import { lastError, libc } from './libc.ts'

const calls = libc && {
  futimens: libc.func('int futimens(int fd, const void *times)'),
  utimensat: libc.func('int utimensat(int folder, const char *path, const void *times, int flags)'),
}

// The C library's constants on the platforms a Node.js is brought for.
const isMac = process.platform === 'darwin'
const atCurrentFolder = isMac ? -2 : -100
const noFollow = isMac ? 0x20 : 0x100

/** Access and modification time of an open file or folder. @throws {NodeJS.ErrnoException} the system refuses. */
export function setTimes(fd: number, mtime: bigint): void {
  if (!calls) futimesSync(fd, seconds(mtime), seconds(mtime))
  else if (calls.futimens(fd, timespecs(mtime)) !== 0) throw lastError('futimens')
}

/** The same for a symlink itself, by its path. */
export function setLinkTimes(path: string, mtime: bigint): void {
  if (!calls) lutimesSync(path, seconds(mtime), seconds(mtime))
  else if (calls.utimensat(atCurrentFolder, path, timespecs(mtime), noFollow) !== 0) throw lastError('utimensat')
}

const seconds = (nanoseconds: bigint) => Number(nanoseconds) / 1e9

/** Two `struct timespec` (64-bit seconds, 64-bit nanoseconds): access time and modification time, both `mtime`. */
function timespecs(mtime: bigint): Buffer {
  const nanoseconds = ((mtime % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const whole = (mtime - nanoseconds) / 1_000_000_000n
  const buffer = Buffer.alloc(32)
  for (const at of [0, 16]) {
    buffer.writeBigInt64LE(whole, at)
    buffer.writeBigInt64LE(nanoseconds, at + 8)
  }
  return buffer
}
