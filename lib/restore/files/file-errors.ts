/** An error of the file system, as Node.js throws it. */
export type FileError = Error & { code: string; errno: number; syscall: string }

/** Failures that every other file would meet as well: of the disk or of the process, not of one file. */
const ofThePlace: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ESTALE',
])

/** What is called on sockets alone. */
const ofTheNetwork = /^(?:accept|bind|connect|getaddrinfo|listen|recv|send|shutdown)/
/** What reading from and writing to a socket fails of, and a file never. */
const brokenConnection: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'ENOTCONN', 'EPIPE', 'ETIMEDOUT'])

/** Whether an error is one of the file system; those of the network look alike. */
export function isFileError(error: unknown): error is FileError {
  if (!(error instanceof Error)) return false
  const { code, errno, syscall } = error as Partial<FileError>
  if (typeof code !== 'string' || typeof errno !== 'number' || typeof syscall !== 'string') return false
  return !ofTheNetwork.test(syscall) && !brokenConnection.has(code)
}

/** Whether an error is one of the file system, with this code. */
export function hasCode(error: unknown, ...codes: string[]): error is FileError {
  return isFileError(error) && codes.includes(error.code)
}

/** Whether every other file would fail of this as well. */
export function isOfThePlace(error: unknown): boolean {
  return isFileError(error) && ofThePlace.has(error.code)
}
