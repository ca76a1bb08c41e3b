import { isOpen } from './control.ts'
import { WireError } from './wire.ts'

/*
 * Whatever is called after an exception meets it: a job (`ThrottlingException.7f`), a job in one operation only
 * (`ThrottlingException.ListChunks.7f`), a vault by which a list of jobs is filtered. A test ends the fault by opening
 * the gate of that name.
 */

/** The ten exceptions of the storage API and their statuses. */
export const storageExceptions: Record<string, number> = {
  AccessDeniedException: 403,
  DataAlreadyExistsException: 400,
  IllegalArgumentException: 400,
  KMSInvalidKeyUsageException: 400,
  NotReadableInputStreamException: 400,
  ResourceNotFoundException: 404,
  RetryableException: 500,
  ServiceInternalException: 500,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
}

/** Those that the reads of AWS Backup know beside them, and what an endpoint says to a key it does not take. */
export const otherExceptions: Record<string, number> = {
  InvalidParameterValueException: 400,
  MissingParameterValueException: 400,
  InvalidRequestException: 400,
  UnrecognizedClientException: 403,
  InvalidSignatureException: 403,
}

const statuses: Record<string, number> = { ...storageExceptions, ...otherExceptions }

const operations = new Set([
  'DescribeBackupJob',
  'ListBackupJobs',
  'ListObjects',
  'ListChunks',
  'GetChunk',
  'GetObjectMetadata',
])

/** Whether a job or a vault of this name is there to fail. */
export function isFaulty(subject: string): boolean {
  return Object.hasOwn(statuses, subject.split('.', 1)[0]!)
}

/** @throws {WireError} the exception that the subject is called after, until its gate opens. */
export function meetFault(subject: string, operation: string): void {
  if (!isFaulty(subject) || isOpen(subject)) return
  const [name, only] = subject.split('.') as [string, string?]
  if (only && operations.has(only) && only !== operation) return
  throw new WireError(name, statuses[name]!, `${operation} was refused on purpose`)
}
