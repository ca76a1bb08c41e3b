import { shownType } from './magic.ts'
import { encodingOf } from './text.ts'
import { type PreviewType, plainBytes } from './type.ts'

/**
 * What a content is, told by its first bytes alone: never by its name or by what was stored about it. What is not on
 * the short list of pictures, sound and video is text where it reads as text, else bytes; so markup, scripts, documents
 * and everything else that could act are never given a type of their own.
 *
 * @param head the first bytes, `headLength` of them unless the content is shorter.
 */
export function typeOf(head: Uint8Array, whole: boolean): PreviewType {
  const shown = shownType(head)
  if (shown) return { kind: shown.slice(0, shown.indexOf('/')) as 'image', mediaType: shown }
  const encoding = head.length > 0 && encodingOf(head, whole)
  return encoding ? { kind: 'text', mediaType: `text/plain; charset=${encoding}` } : plainBytes
}
