import type { Config } from '#lib/config/config.ts'
import { secretsEqual } from './secret.ts'

/** Whether an Authorization header carries the token of the settings. It opens reading (GET and HEAD), never actions. */
export function bearerAllowed(config: Config, authorization: string | null | undefined): boolean {
  const given = authorization?.match(/^Bearer +(\S+)$/i)?.[1]
  return config.token !== undefined && given !== undefined && secretsEqual(given, config.token)
}
