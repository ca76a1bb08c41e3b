import { partition } from '@aws-sdk/core/client'
import { EndpointError } from '@smithy/core/endpoints'
import type { EndpointParameters as AnyParameters, EndpointV2 } from '@smithy/types'

/** What decides where requests go. */
export interface EndpointParameters extends AnyParameters {
  Region?: string | undefined
  UseDualStack?: boolean | undefined
  UseFIPS?: boolean | undefined
  Endpoint?: string | undefined
}

/** Where each endpoint parameter comes from in the client's configuration. */
export const endpointParameters = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const

const at = (url: string): EndpointV2 => ({ url: new URL(url), headers: {}, properties: {} })

/**
 * The service's endpoint rules, with the sentences of the official rule set.
 *
 * @throws {EndpointError} the parameters contradict each other, or the region is missing.
 */
export function resolveEndpoint({ Region, UseDualStack, UseFIPS, Endpoint }: EndpointParameters): EndpointV2 {
  if (Endpoint) {
    if (UseFIPS) throw new EndpointError('Invalid Configuration: FIPS and custom endpoint are not supported')
    if (UseDualStack) throw new EndpointError('Invalid Configuration: Dualstack and custom endpoint are not supported')
    return at(Endpoint.replace(/\/+$/, '')) // the runtime appends `/backup-jobs/...` as it stands
  }
  if (!Region) throw new EndpointError('Invalid Configuration: Missing Region')
  const { dnsSuffix, dualStackDnsSuffix, supportsDualStack, supportsFIPS } = partition(Region)
  if (UseFIPS && UseDualStack && !(supportsFIPS && supportsDualStack))
    throw new EndpointError('FIPS and DualStack are enabled, but this partition does not support one or both')
  if (UseFIPS && !supportsFIPS) throw new EndpointError('FIPS is enabled but this partition does not support FIPS')
  if (UseDualStack && !supportsDualStack)
    throw new EndpointError('DualStack is enabled but this partition does not support DualStack')
  return at(`https://backupstorage${UseFIPS ? '-fips' : ''}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`)
}
