import { TypeRegistry } from '@smithy/core/schema'
import * as classes from './models/errors.ts'
import * as schemas from './schemas/errors.ts'
import { namespace } from './schemas/shapes.ts'

const base = TypeRegistry.for(schemas.BackupStorageServiceException$[1])
base.registerError(schemas.BackupStorageServiceException$, classes.BackupStorageServiceException)

const modeled = TypeRegistry.for(namespace)
modeled.registerError(schemas.AccessDeniedException$, classes.AccessDeniedException)
modeled.registerError(schemas.DataAlreadyExistsException$, classes.DataAlreadyExistsException)
modeled.registerError(schemas.IllegalArgumentException$, classes.IllegalArgumentException)
modeled.registerError(schemas.KMSInvalidKeyUsageException$, classes.KMSInvalidKeyUsageException)
modeled.registerError(schemas.NotReadableInputStreamException$, classes.NotReadableInputStreamException)
modeled.registerError(schemas.ResourceNotFoundException$, classes.ResourceNotFoundException)
modeled.registerError(schemas.RetryableException$, classes.RetryableException)
modeled.registerError(schemas.ServiceInternalException$, classes.ServiceInternalException)
modeled.registerError(schemas.ServiceUnavailableException$, classes.ServiceUnavailableException)
modeled.registerError(schemas.ThrottlingException$, classes.ThrottlingException)

/** Where the protocol finds the class of an error it reads. */
export const errorTypeRegistries = [base, modeled]
