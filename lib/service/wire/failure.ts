import {
  accessDenied,
  illegalArgument,
  invalidParameterValue,
  missingParameterValue,
  retryable,
  ServiceError,
} from '../errors.ts'
import { BodyTooLargeError, PayloadHashError } from './body.ts'
import { FormError } from './form.ts'
import type { ServiceName } from './operations.ts'

export interface FailureFacts {
  /** Why the body itself broke off: it explains whatever the engine made of that. */
  bodyFailure: unknown
  /** Whose exceptions to use. */
  service: ServiceName | undefined
  requestId: string
  /** Nobody waits for the answer. */
  aborted: boolean
}

/** What the caller is told of a failure; of one that nobody foresaw, nothing but the request id. */
export function toServiceError(
  thrown: unknown,
  { bodyFailure, service, requestId, aborted }: FailureFacts,
): ServiceError {
  const failure = bodyFailure ?? thrown
  if (aborted) return new ServiceError('ClientClosedRequest', 499, 'The client went away')
  if (failure instanceof ServiceError) return failure
  if (failure instanceof PayloadHashError) return accessDenied(failure.message)
  if (failure instanceof FormError || failure instanceof BodyTooLargeError) return badForm(failure, service)
  // Clients try again only after a 5xx: the model's NotReadableInputStreamException (400) would stop them.
  if (bodyFailure !== undefined) return retryable('The request body broke off', bodyFailure)
  const message = `The service failed; its log says more under the request id ${requestId}`
  return new ServiceError('ServiceInternalException', 500, message, { cause: failure })
}

function badForm(error: FormError | BodyTooLargeError, service: ServiceName | undefined): ServiceError {
  if (service !== 'backup') return illegalArgument(error.message)
  return error instanceof FormError && error.kind === 'missing'
    ? missingParameterValue(error.message)
    : invalidParameterValue(error.message)
}
