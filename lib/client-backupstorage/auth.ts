import type { AwsSdkSigV4AuthResolvedConfig } from '@aws-sdk/core/httpAuthSchemes'
import { getSmithyContext } from '@smithy/core/client'
import type { HandlerExecutionContext, HttpAuthSchemeParameters, HttpAuthSchemeProvider, Provider } from '@smithy/types'
import { service } from './service.ts'

interface AuthParameters extends HttpAuthSchemeParameters {
  region: string
}

/** What choosing a scheme depends on. */
export async function httpAuthSchemeParameters(
  config: Pick<AwsSdkSigV4AuthResolvedConfig, 'credentials'> & { region: Provider<string> },
  context: HandlerExecutionContext,
): Promise<AuthParameters> {
  return { operation: getSmithyContext(context).operation as string, region: await config.region() }
}

/** Every operation is signed with SigV4. */
export const httpAuthSchemeProvider: HttpAuthSchemeProvider<AuthParameters> = ({ region }) => [
  {
    schemeId: 'aws.auth#sigv4',
    signingProperties: { name: service.signingName, region },
    propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
  },
]
