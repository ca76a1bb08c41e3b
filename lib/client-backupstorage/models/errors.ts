import { ServiceException, type ServiceExceptionOptions } from '@smithy/core/client'

/** Any error the service answered with. Those the model names have a class of their own. */
export class BackupStorageServiceException extends ServiceException {
  /**
   * The model's name for `message`: one text under two names. An accessor, because the runtime fills in `message` and
   * deletes `Message` from the instance.
   */
  get Message(): string {
    return this.message
  }

  set Message(text: string | undefined) {
    if (text !== undefined) this.message = text
  }
}

/** What a modeled exception is made of; its name and fault it knows itself. */
export type ExceptionOptions = Pick<ServiceExceptionOptions, 'message' | '$metadata'>

abstract class ModeledException extends BackupStorageServiceException {
  constructor(options: ExceptionOptions) {
    super({ name: 'BackupStorageServiceException', $fault: 'client', ...options }) // the class's own fields follow
  }
}

export class AccessDeniedException extends ModeledException {
  override readonly name = 'AccessDeniedException'
  override readonly $fault = 'client'
}

/** The object or the chunk is already there, with other data. Not retryable. */
export class DataAlreadyExistsException extends ModeledException {
  override readonly name = 'DataAlreadyExistsException'
  override readonly $fault = 'client'
  /** Of the data that is already there. */
  Checksum?: string | undefined
  ChecksumAlgorithm?: string | undefined

  constructor(options: ExceptionOptions & Pick<DataAlreadyExistsException, 'Checksum' | 'ChecksumAlgorithm'>) {
    super(options)
    this.Checksum = options.Checksum
    this.ChecksumAlgorithm = options.ChecksumAlgorithm
  }
}

/** A wrong argument. Not retryable. */
export class IllegalArgumentException extends ModeledException {
  override readonly name = 'IllegalArgumentException'
  override readonly $fault = 'client'
}

/** Not retryable. */
export class KMSInvalidKeyUsageException extends ModeledException {
  override readonly name = 'KMSInvalidKeyUsageException'
  override readonly $fault = 'client'
}

/** The service could not read the body to its end. Worth sending again; the client does not do it by itself. */
export class NotReadableInputStreamException extends ModeledException {
  override readonly name = 'NotReadableInputStreamException'
  override readonly $fault = 'client'
}

/** What was asked for does not exist, or no longer. Not retryable. */
export class ResourceNotFoundException extends ModeledException {
  override readonly name = 'ResourceNotFoundException'
  override readonly $fault = 'client'
}

/** A failure inside the service that a retry can mend. */
export class RetryableException extends ModeledException {
  override readonly name = 'RetryableException'
  override readonly $fault = 'server'
}

/** A failure inside the service. */
export class ServiceInternalException extends ModeledException {
  override readonly name = 'ServiceInternalException'
  override readonly $fault = 'server'
}

/** Worth a retry. */
export class ServiceUnavailableException extends ModeledException {
  override readonly name = 'ServiceUnavailableException'
  override readonly $fault = 'server'
}

/** Too many requests: worth a retry after a while. */
export class ThrottlingException extends ModeledException {
  override readonly name = 'ThrottlingException'
  override readonly $fault = 'client'
}
