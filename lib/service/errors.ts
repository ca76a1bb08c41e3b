/** Extra members of an error's body besides `Message`. */
export type ErrorMembers = Record<string, unknown>

/**
 * A failure as the caller of an operation sees it: its name on the wire, its HTTP status and a sentence for people.
 * The wire answers anything else that is thrown as a ServiceInternalException that says nothing.
 */
export class ServiceError extends Error {
  override readonly name: string
  readonly status: number
  readonly members: ErrorMembers | undefined
  constructor(
    name: string,
    status: number,
    message: string,
    options: { members?: ErrorMembers; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = name
    this.status = status
    this.members = options.members
  }

  /** True where the same call may succeed later without anybody doing anything. */
  get retryable(): boolean {
    return this.status === 429 || this.status >= 500
  }
}

// --- Backup Storage (protocol: 3.1) ---

export const accessDenied = (message: string) => new ServiceError('AccessDeniedException', 403, message)
export const illegalArgument = (message: string) => new ServiceError('IllegalArgumentException', 400, message)
/** Unknown, foreign, tampered and expired ids and tokens look alike. AWS Backup calls it by the same name, with 400. */
export const resourceNotFound = (message: string) => new ServiceError('ResourceNotFoundException', 404, message)
export const retryable = (message: string, cause?: unknown) =>
  new ServiceError('RetryableException', 500, message, { cause })
export const serviceInternal = (message: string, cause?: unknown) =>
  new ServiceError('ServiceInternalException', 500, message, { cause })
export const serviceUnavailable = (message: string, cause?: unknown) =>
  new ServiceError('ServiceUnavailableException', 503, message, { cause })
export const throttling = (message: string) => new ServiceError('ThrottlingException', 429, message)
/** @param existing the checksum of the data that is already there. */
export const dataAlreadyExists = (message: string, existing: { Checksum: string; ChecksumAlgorithm: string }) =>
  new ServiceError('DataAlreadyExistsException', 400, message, { members: existing })

// --- AWS Backup (protocol: 7): the model names no statuses, 400 stands for the client's faults ---

export const backupResourceNotFound = (message: string) => new ServiceError('ResourceNotFoundException', 400, message)
export const invalidParameterValue = (message: string) =>
  new ServiceError('InvalidParameterValueException', 400, message)
export const missingParameterValue = (message: string) =>
  new ServiceError('MissingParameterValueException', 400, message)
export const invalidRequest = (message: string) => new ServiceError('InvalidRequestException', 400, message)
export const invalidResourceState = (message: string) => new ServiceError('InvalidResourceStateException', 400, message)
export const conflict = (message: string) => new ServiceError('ConflictException', 409, message)
