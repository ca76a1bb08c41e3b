import {
  createDefaultUserAgentProvider,
  type HostHeaderInputConfig,
  type HostHeaderResolvedConfig,
  NODE_APP_ID_CONFIG_OPTIONS,
  type UserAgentInputConfig,
  type UserAgentResolvedConfig,
} from '@aws-sdk/core/client'
import {
  type AwsSdkSigV4AuthInputConfig,
  type AwsSdkSigV4AuthResolvedConfig,
  AwsSdkSigV4Signer,
} from '@aws-sdk/core/httpAuthSchemes'
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols'
import { defaultProvider as credentialDefaultProvider } from '@aws-sdk/credential-provider-node'
import { Sha256 } from '@smithy/core/checksum'
import {
  type DefaultsMode,
  loadConfigsForDefaultMode,
  NoOpLogger,
  type SmithyResolvedConfiguration,
} from '@smithy/core/client'
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  type RegionInputConfig,
  type RegionResolvedConfig,
  resolveDefaultsModeConfig,
} from '@smithy/core/config'
import type { EndpointInputConfig, EndpointResolvedConfig } from '@smithy/core/endpoints'
import { type HttpHandlerUserInput, parseUrl } from '@smithy/core/protocols'
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
  type RetryInputConfig,
  type RetryResolvedConfig,
} from '@smithy/core/retry'
import { calculateBodyLength, fromBase64, fromUtf8, toBase64, toUtf8 } from '@smithy/core/serde'
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler'
import type { HttpAuthScheme, HttpHandlerOptions, Logger, Provider } from '@smithy/types'
import { httpAuthSchemeProvider } from './auth.ts'
import { type EndpointParameters, resolveEndpoint } from './endpoint.ts'
import { errorTypeRegistries } from './error-registry.ts'
import { namespace } from './schemas/shapes.ts'
import { service } from './service.ts'

/** What a caller may set. What is left out comes from the environment and the shared config file, as in every client. */
export interface BackupStorageClientConfig
  extends UserAgentInputConfig,
    RetryInputConfig,
    RegionInputConfig,
    HostHeaderInputConfig,
    EndpointInputConfig<EndpointParameters>,
    AwsSdkSigV4AuthInputConfig {
  /** Resolve a command's middleware once and keep it, which saves up to a millisecond a request. */
  cacheMiddleware?: boolean
  /** The HTTP handler, or the options of the default one. */
  requestHandler?: HttpHandlerUserInput
  /** How often a request is made at most, the first time included: 3 by default. */
  maxAttempts?: number | Provider<number>
  retryMode?: string | Provider<string>
  useDualstackEndpoint?: boolean | Provider<boolean>
  useFipsEndpoint?: boolean | Provider<boolean>
  /** The profile of the shared config file, instead of `AWS_PROFILE`. */
  profile?: string
  logger?: Logger
  defaultsMode?: DefaultsMode | Provider<DefaultsMode>
}

export type BackupStorageClientResolvedConfig = SmithyResolvedConfiguration<HttpHandlerOptions> &
  UserAgentResolvedConfig &
  RetryResolvedConfig &
  RegionResolvedConfig &
  HostHeaderResolvedConfig &
  EndpointResolvedConfig<EndpointParameters> &
  AwsSdkSigV4AuthResolvedConfig &
  Pick<Required<BackupStorageClientConfig>, 'logger'> & { httpAuthSchemes: HttpAuthScheme[] }

/** Goes into the user agent; the same as in package.json. */
export const clientVersion = '3.1000.0'

/** Fills in what the caller left out; what needs the environment or a file is read at the first request. */
export function runtimeConfig(config: BackupStorageClientConfig) {
  const defaultsMode = resolveDefaultsModeConfig(config)
  const modeDefaults = () => defaultsMode().then(loadConfigsForDefaultMode)
  const logger = config.logger ?? new NoOpLogger()
  const files = { profile: config.profile, logger }
  return {
    ...config,
    apiVersion: service.apiVersion,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    bodyLengthChecker: calculateBodyLength,
    credentialDefaultProvider,
    defaultsMode,
    defaultSigningName: service.signingName,
    defaultUserAgentProvider: createDefaultUserAgentProvider({ serviceId: service.sdkId, clientVersion }),
    disableHostPrefix: false,
    endpointProvider: resolveEndpoint,
    httpAuthSchemeProvider,
    httpAuthSchemes: [
      {
        schemeId: 'aws.auth#sigv4',
        identityProvider: (identities) => identities.getIdentityProvider('aws.auth#sigv4'),
        signer: new AwsSdkSigV4Signer(),
      },
    ] satisfies HttpAuthScheme[],
    logger,
    maxAttempts: config.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, config),
    protocol: new AwsRestJsonProtocol({ defaultNamespace: namespace, errorTypeRegistries }),
    region: config.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...files }),
    requestHandler: NodeHttpHandler.create(config.requestHandler ?? modeDefaults),
    retryMode:
      config.retryMode ??
      loadConfig(
        {
          ...NODE_RETRY_MODE_CONFIG_OPTIONS,
          default: async () => (await modeDefaults()).retryMode ?? DEFAULT_RETRY_MODE,
        },
        config,
      ),
    runtime: 'node',
    serviceId: service.sdkId,
    sha256: Sha256,
    streamCollector,
    urlParser: parseUrl,
    useDualstackEndpoint: config.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, files),
    useFipsEndpoint: config.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, files),
    userAgentAppId: config.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, files),
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  }
}
