import { dlopen } from 'node:ffi'

/**
 * Sets modification times to the nanosecond. Node's own utimes take seconds as a double, which near today's date keeps
 * no more than about 240 ns; so the C library's futimens and utimensat are called.
 */
const { functions: libc } = dlopen(null, {
  futimens: { arguments: ['i32', 'buffer'], return: 'i32' },
  utimensat: { arguments: ['i32', 'string', 'buffer', 'i32'], return: 'i32' },
})

// The C library's constants on the platforms a Node.js is brought for.
const isMac = process.platform === 'darwin'
const atCurrentFolder = isMac ? -2 : -100
const noFollow = isMac ? 0x20 : 0x100

/** Access and modification time of an open file or folder. @throws {Error} where the system refuses. */
export function setTimes(fd: number, mtime: bigint): void {
  if (libc.futimens(fd, timespecs(mtime)) !== 0) throw new Error('The system refused to set the modification time')
}

/** The same for a symlink itself, by its path. */
export function setLinkTimes(path: string, mtime: bigint): void {
  if (libc.utimensat(atCurrentFolder, path, timespecs(mtime), noFollow) !== 0)
    throw new Error('The system refused to set the modification time')
}

/** Two `struct timespec` (64-bit seconds, 64-bit nanoseconds): access time and modification time, both `mtime`. */
function timespecs(mtime: bigint): Buffer {
  const nanoseconds = ((mtime % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const seconds = (mtime - nanoseconds) / 1_000_000_000n
  const buffer = Buffer.alloc(32)
  for (const at of [0, 16]) {
    buffer.writeBigInt64LE(seconds, at)
    buffer.writeBigInt64LE(nanoseconds, at + 8)
  }
  return buffer
}
