import type { StaticErrorSchema } from '@smithy/types'
import { STRING } from './bindings.ts'
import { namespace } from './shapes.ts'

const error = (name: string, fault: 'client' | 'server', status: number): StaticErrorSchema => [
  -3,
  namespace,
  name,
  { error: fault, httpError: status },
  ['Message'],
  [STRING],
]

export const AccessDeniedException$ = error('AccessDeniedException', 'client', 403)
export const DataAlreadyExistsException$: StaticErrorSchema = [
  -3,
  namespace,
  'DataAlreadyExistsException',
  { error: 'client', httpError: 400 },
  ['Message', 'Checksum', 'ChecksumAlgorithm'],
  [STRING, STRING, STRING],
]
export const IllegalArgumentException$ = error('IllegalArgumentException', 'client', 400)
export const KMSInvalidKeyUsageException$ = error('KMSInvalidKeyUsageException', 'client', 400)
export const NotReadableInputStreamException$ = error('NotReadableInputStreamException', 'client', 400)
export const ResourceNotFoundException$ = error('ResourceNotFoundException', 'client', 404)
export const RetryableException$ = error('RetryableException', 'server', 500)
export const ServiceInternalException$ = error('ServiceInternalException', 'server', 500)
export const ServiceUnavailableException$ = error('ServiceUnavailableException', 'server', 503)
export const ThrottlingException$ = error('ThrottlingException', 'client', 429)

/** What an error without a schema of its own becomes. The runtime knows the base exception by this namespace. */
export const BackupStorageServiceException$: StaticErrorSchema = [
  -3,
  `smithy.ts.sdk.synthetic.${namespace}`,
  'BackupStorageServiceException',
  0,
  [],
  [],
]
