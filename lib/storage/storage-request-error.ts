import { isThrottlingError, isTransientError } from '@smithy/core/retry'
import type { SdkError } from '@smithy/types'

/** A list of chunks or a chunk did not arrive; `cause` is what the client or the connection said. */
export class StorageRequestError extends Error {
  override readonly name = 'StorageRequestError'
  readonly retryable: boolean
  constructor(cause: unknown, retryable = mayPass(cause)) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.retryable = retryable
  }
}

/** Whether the same request may succeed later. An internal failure is what a service says of a chunk it has lost. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'ServiceInternalException') return false
  return isTransientError(error as SdkError) || isThrottlingError(error as SdkError)
}
