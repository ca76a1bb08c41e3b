import { join } from 'node:path'

/** Why a data folder cannot be used; the message is a plain sentence for the person who started Thaw. */
export abstract class DataFolderError extends Error {
  readonly dataDir: string
  abstract readonly retryable: boolean
  constructor(dataDir: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.dataDir = dataDir
  }
}

export class FolderInUseError extends DataFolderError {
  override readonly name = 'FolderInUseError'
  readonly retryable = true
  /** The process that has it, where that is known. */
  readonly pid: number | undefined
  constructor(dataDir: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `process ${pid}`
    super(
      dataDir,
      `The data folder ${dataDir} is in use by ${who}; stop it first or choose another folder with --data-dir or THAW_DATA_DIR`,
    )
    this.pid = pid
  }
}

export class FolderNotWritableError extends DataFolderError {
  override readonly name = 'FolderNotWritableError'
  readonly retryable = false
  constructor(dataDir: string, options?: ErrorOptions) {
    super(dataDir, `The data folder ${dataDir} cannot be written to; check who owns it and its permissions`, options)
  }
}

/** A file in it stands in the way: it is damaged, or no file. */
export class FileUnusableError extends DataFolderError {
  override readonly name = 'FileUnusableError'
  readonly retryable = false
  readonly path: string
  constructor(dataDir: string, path: string, remedy: string, options: { cause: Error }) {
    super(dataDir, `${path} cannot be used (${options.cause.message}); ${remedy}`, options)
    this.path = path
  }
}

/** The folder can be written to, but not in a way that would keep what is stored safe. */
export class FolderUnusableError extends DataFolderError {
  override readonly name = 'FolderUnusableError'
  readonly retryable = false
  constructor(dataDir: string, reason: string, options?: ErrorOptions) {
    super(dataDir, `The data folder ${dataDir} cannot be used: ${reason}`, options)
  }
}

/** The folder holds things Thaw did not put there. */
export class FolderNotOursError extends DataFolderError {
  override readonly name = 'FolderNotOursError'
  readonly retryable = false
  /** One of the names that are not ours. */
  readonly found: string
  constructor(dataDir: string, found: string) {
    const name = JSON.stringify(found)
    super(
      dataDir,
      `The folder ${dataDir} holds other things (${name}); give Thaw an empty or a new folder for its data with --data-dir or THAW_DATA_DIR`,
    )
    this.found = found
  }
}

export class StoreFormatError extends DataFolderError {
  override readonly name = 'StoreFormatError'
  readonly retryable = false
  readonly format: unknown
  constructor(dataDir: string, format: unknown) {
    const file = join(dataDir, 'store.json')
    super(
      dataDir,
      typeof format === 'number'
        ? `The data folder ${dataDir} has format ${format} by its ${file}: it was made by another version of Thaw; use that one, or another folder with --data-dir`
        : `${file} cannot be understood; put it back from a copy, or move it away and run \`thaw rebuild\``,
    )
    this.format = format
  }
}
