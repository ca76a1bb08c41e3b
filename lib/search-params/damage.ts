import { createLoader, parseAsString } from 'nuqs/server'
import { createLink } from './link.ts'

/** A chunk by its SHA-256, base64; without one it is all damage that is known. */
export const damageParams = { chunk: parseAsString.withDefault('') }

export const loadDamageParams = createLoader(damageParams)

const serialize = createLink(damageParams)

/** Whether it is the SHA-256 of a chunk as this API writes it: base64 of 32 bytes. */
export function isChecksum(text: string): boolean {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text)
}

/** What a chunk hits, or all damage that is known. */
export function damageHref(chunk?: string): string {
  return serialize('/damage', { chunk: chunk ?? null })
}
