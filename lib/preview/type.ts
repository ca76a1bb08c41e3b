import { shownType } from './magic.ts'
import { encodingOf } from './text.ts'

/** What content is shown as. A browser is only ever told one of these media types. */
export interface PreviewType {
  kind: 'image' | 'audio' | 'video' | 'text' | 'bytes'
  mediaType: string
}

/** Bytes of a beginning that are looked at to tell what a content is. */
export const headLength = 256 * 1024

/** Bytes as they are, to be shown as text or hex. */
export const plainBytes: PreviewType = { kind: 'bytes', mediaType: 'application/octet-stream' }

/**
 * What a content is, told by its first bytes alone: never by its name or by what was stored about it. What is not on
 * the short list of pictures, sound and video is text where it reads as text, else bytes; so markup, scripts, documents
 * and everything else that could act are never given a type of their own.
 *
 * @param head the first bytes, {@link headLength} of them unless the content is shorter.
 */
export function typeOf(head: Uint8Array, whole: boolean): PreviewType {
  const shown = shownType(head)
  if (shown) return { kind: shown.slice(0, shown.indexOf('/')) as 'image', mediaType: shown }
  const encoding = head.length > 0 && encodingOf(head, whole)
  return encoding ? { kind: 'text', mediaType: `text/plain; charset=${encoding}` } : plainBytes
}

/** What the type says that a route answered with. */
export function typeFrom(mediaType: string | null): PreviewType {
  const [, kind] = /^(image|audio|video|text)\//.exec(mediaType ?? '') ?? []
  return kind ? { kind: kind as 'image', mediaType: mediaType! } : plainBytes
}

/** The encoding a text's type names. */
export function charsetOf({ mediaType }: PreviewType): string {
  return /charset=([\w-]+)/.exec(mediaType)?.[1] ?? 'utf-8'
}
