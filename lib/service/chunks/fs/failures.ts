import { StoreUnavailableError } from '../../ports.ts'

const sentences: Record<string, string> = {
  ENOSPC: 'The disk is full; free some space and try again',
  EDQUOT: 'The disk quota is used up; free some space and try again',
  EMFILE: 'Too many files are open; try again later',
  ENFILE: 'Too many files are open on this machine; try again later',
  EROFS: 'The disk can only be read',
  EACCES: 'The data folder may not be accessed',
  EPERM: 'The data folder does not allow this operation',
  EISDIR: 'A folder is there in place of a file; move it away',
  ENOTDIR: 'A file is there in place of a folder; move it away',
  ELOOP: 'A link is there in place of a file; put the file there itself',
  EIO: 'The disk reported an input/output error',
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The operating system's error as the port's, in a person's words; an error of the port stays what it is. */
export function unavailable(error: unknown): StoreUnavailableError {
  if (error instanceof StoreUnavailableError) return error
  const code = codeOf(error)
  const sentence = code && sentences[code]
  return new StoreUnavailableError(sentence ?? `The disk refused${code ? ` (${code})` : ''}`, {
    isFull: code === 'ENOSPC' || code === 'EDQUOT',
    cause: error,
  })
}

/** Thrown through the store by a body that failed, so that its error is not taken for one of the disk. */
export class BodyFailure extends Error {
  override readonly name = 'BodyFailure'
}

/** What an operation of the store may throw: the operating system's errors in the port's words, others as they are. */
export function asPortError(error: unknown): unknown {
  if (error instanceof BodyFailure) return error.cause
  return error instanceof Error && 'syscall' in error ? unavailable(error) : error
}
