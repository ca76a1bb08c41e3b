import { createLoader, parseAsString } from 'nuqs/server'
import { createLink } from './link.ts'

/** A chunk by its SHA-256, base64. */
export const damageParams = { checksum: parseAsString.withDefault('') }

export const loadDamageParams = createLoader(damageParams)

const serialize = createLink(damageParams)

/** What a chunk hits. */
export function damageHref(checksum: string): string {
  return serialize('/damage', { checksum })
}
