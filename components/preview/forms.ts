import { isGzip, isSqlite, isTar, isZip } from '#lib/preview/containers.ts'
import type { TextEncoding } from '#lib/preview/encodings.ts'
import { charsetOf, type PreviewType } from '#lib/preview/type.ts'

/** What a content is shown as first. Everything can be looked at as hex, what no browser plays also as text. */
export type Form = 'image' | 'audio' | 'video' | 'json' | 'text' | 'gzip' | 'zip' | 'tar' | 'sqlite' | 'hex'

/** @param whole there is no more than these first bytes. */
export async function formOf(type: PreviewType, head: Uint8Array, whole: boolean): Promise<Form> {
  const encoding = charsetOf(type)
  if (encoding) return (await isJson(head, encoding, whole)) ? 'json' : 'text'
  if (type.kind !== 'bytes') return type.kind
  if (isGzip(head)) return 'gzip'
  if (isZip(head)) return 'zip'
  if (isSqlite(head)) return 'sqlite'
  return isTar(head) ? 'tar' : 'hex'
}

/** An object or an array; a number alone is rather text. Where the script that tells cannot be had it is text. */
async function isJson(head: Uint8Array, encoding: TextEncoding, whole: boolean): Promise<boolean> {
  const text = new TextDecoder(encoding).decode(head, { stream: !whole })
  if (!/^[ \t\n\r]*[{[]/.test(text)) return false
  const json = await import('#lib/preview/json.ts').catch(() => undefined)
  return json?.readJson(text, !whole) !== undefined
}
