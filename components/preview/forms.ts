import { isTar } from '#lib/preview/archive/tar.ts'
import { isZip } from '#lib/preview/archive/zip.ts'
import { readJson } from '#lib/preview/json.ts'
import { isSqlite } from '#lib/preview/sqlite/format.ts'
import type { TextEncoding } from '#lib/preview/text.ts'
import { charsetOf, type PreviewType } from '#lib/preview/type.ts'
import { isGzip } from './unpack.ts'

/** What a content is shown as first. Everything can be looked at as hex, what no browser plays also as text. */
export type Form = 'image' | 'audio' | 'video' | 'json' | 'text' | 'gzip' | 'zip' | 'tar' | 'sqlite' | 'hex'

/** @param whole there is no more than these first bytes. */
export function formOf(type: PreviewType, head: Uint8Array, whole: boolean): Form {
  const encoding = charsetOf(type)
  if (encoding) return isJson(head, encoding, whole) ? 'json' : 'text'
  if (type.kind !== 'bytes') return type.kind
  if (isGzip(head)) return 'gzip'
  if (isZip(head)) return 'zip'
  if (isSqlite(head)) return 'sqlite'
  return isTar(head) ? 'tar' : 'hex'
}

/** An object or an array; a number alone is rather text. */
function isJson(head: Uint8Array, encoding: TextEncoding, whole: boolean): boolean {
  const text = new TextDecoder(encoding).decode(head, { stream: !whole })
  return /^[ \t\n\r]*[{[]/.test(text) && readJson(text, !whole) !== undefined
}
