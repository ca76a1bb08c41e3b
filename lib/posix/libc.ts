/**
 * Calls of the C library that Node.js does not have. They tell why they fail, as Node's own do: an `Error` whose `code`
 * is the system's (`ENOTSUP`).
 */
import { createRequire } from 'node:module'
import { getSystemErrorName } from 'node:util'

type Koffi = typeof import('koffi')

/** undefined where koffi brings no binary for this platform. */
export const koffi = load()
/** What the process itself is linked with: glibc, musl or Apple's. */
export const libc = koffi?.load(null)

function load(): Koffi | undefined {
  try {
    return createRequire(import.meta.url)('koffi') as Koffi
  } catch {
    return undefined
  }
}

/** The failure of the call that was made last. */
export function lastError(call: string): NodeJS.ErrnoException {
  const errno = koffi?.errno() ?? 0
  const code = errno > 0 ? getSystemErrorName(-errno) : 'EIO'
  return Object.assign(new Error(`${call}: ${code}`), { code, errno: -errno, syscall: call })
}
