import { makeBuilder } from '@smithy/core/client'
import { getEndpointPlugin } from '@smithy/core/endpoints'
import type { MetadataBearer, StaticOperationSchema } from '@smithy/types'
import type { BackupStorageClientResolvedConfig } from './config.ts'
import { endpointParameters } from './endpoint.ts'
import type { ServiceInputTypes, ServiceOutputTypes } from './models/commands.ts'
import { service } from './service.ts'

const build = makeBuilder<BackupStorageClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  endpointParameters,
  service.shapeName,
  'BackupStorageClient',
  getEndpointPlugin,
)

/** The base class of an operation's command. */
export const command = <I extends ServiceInputTypes, O extends ServiceOutputTypes & MetadataBearer>(
  schema: StaticOperationSchema,
) => build<I, O>({}, () => [], schema[2], schema)
