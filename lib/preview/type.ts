import { type TextEncoding, textEncodings } from './encodings.ts'

/** What content is shown as. A browser is only ever told one of these media types. */
export interface PreviewType {
  kind: 'image' | 'audio' | 'video' | 'text' | 'bytes'
  mediaType: string
}

/** Bytes of a beginning that are looked at to tell what a content is. */
export const headLength = 256 * 1024

/** Bytes as they are, to be shown as text or hex. */
export const plainBytes: PreviewType = { kind: 'bytes', mediaType: 'application/octet-stream' }

/** What the type says that a route answered with. */
export function typeFrom(mediaType: string | null): PreviewType {
  const [, kind] = /^(image|audio|video|text)\//.exec(mediaType ?? '') ?? []
  return kind ? { kind: kind as 'image', mediaType: mediaType! } : plainBytes
}

/** The encoding a text's type names; undefined of what is no text. */
export function charsetOf({ mediaType }: PreviewType): TextEncoding | undefined {
  const named = /^text\/plain; charset=([\w-]+)$/.exec(mediaType)?.[1]
  return textEncodings.find((encoding) => encoding === named)
}
