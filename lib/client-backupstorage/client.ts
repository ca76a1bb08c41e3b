import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client'
import { type AwsSdkSigV4AuthResolvedConfig, resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes'
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core'
import { Client } from '@smithy/core/client'
import { resolveRegionConfig } from '@smithy/core/config'
import { resolveEndpointConfig } from '@smithy/core/endpoints'
import { getContentLengthPlugin } from '@smithy/core/protocols'
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry'
import { getSchemaSerdePlugin } from '@smithy/core/schema'
import type { HttpHandlerOptions } from '@smithy/types'
import { httpAuthSchemeParameters } from './auth.ts'
import { type BackupStorageClientConfig, type BackupStorageClientResolvedConfig, runtimeConfig } from './config.ts'
import type { ServiceInputTypes, ServiceOutputTypes } from './models/commands.ts'
import { requestBodyPlugin } from './request-body.ts'
import { validationPlugin } from './validation.ts'

/**
 * A client of the Backup Storage API: `client.send(new ListObjectsCommand({ … }))`. Call `destroy()` to let go of its
 * connections.
 */
export class BackupStorageClient extends Client<
  HttpHandlerOptions,
  ServiceInputTypes,
  ServiceOutputTypes,
  BackupStorageClientResolvedConfig
> {
  declare readonly config: BackupStorageClientResolvedConfig

  constructor(configuration: BackupStorageClientConfig = {}) {
    const defaults = runtimeConfig(configuration)
    super(defaults as unknown as BackupStorageClientResolvedConfig) // the resolvers below complete this very object
    this.initConfig = defaults
    const config = resolveAwsSdkSigV4Config(
      resolveEndpointConfig(
        resolveHostHeaderConfig(resolveRegionConfig(resolveRetryConfig(resolveUserAgentConfig(defaults)))),
      ),
    )
    keepSigner(config)
    this.config = config
    this.middlewareStack.use(validationPlugin)
    this.middlewareStack.use(getSchemaSerdePlugin(config))
    this.middlewareStack.use(requestBodyPlugin)
    this.middlewareStack.use(getUserAgentPlugin(config))
    this.middlewareStack.use(getRetryPlugin(config))
    this.middlewareStack.use(getContentLengthPlugin(config))
    this.middlewareStack.use(getHostHeaderPlugin(config))
    this.middlewareStack.use(getLoggerPlugin(config))
    this.middlewareStack.use(getRecursionDetectionPlugin(config))
    this.middlewareStack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(config, {
        httpAuthSchemeParametersProvider: httpAuthSchemeParameters,
        identityProviderConfigProvider: async ({ credentials }) =>
          new DefaultIdentityProviderConfig({ 'aws.auth#sigv4': credentials }),
      }),
    )
    this.middlewareStack.use(getHttpSigningPlugin(config))
  }
}

/** The runtime makes a signer anew for every request, out of a copy of the whole configuration; one does for all. */
function keepSigner(config: AwsSdkSigV4AuthResolvedConfig): void {
  const make = config.signer
  let kept: ReturnType<typeof make> | undefined
  config.signer = (authScheme) => {
    if (authScheme) return make(authScheme)
    kept ??= make().catch((error) => {
      kept = undefined
      throw error
    })
    return kept
  }
}
