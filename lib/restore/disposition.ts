const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i
/** Controls, line separators, and characters that reorder or hide others. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu

/**
 * A file name for the last part of an object's name that every common system can hold: no separators, no controls, no
 * reserved names, at most 255 bytes (the extension is kept).
 */
export function safeFileName(objectName: string): string {
  const last = objectName.split('/').findLast((part) => part !== '') ?? ''
  let name = last
    .toWellFormed()
    .replace(invisible, '')
    .replace(/[\\:*?"<>|]/g, '_')
    .replace(/[. ]+$/, '')
    .trimStart()
  if (reserved.test(name)) name = `_${name}`
  if (name === '') return 'download'
  return shortened(name, 255)
}

/** Content-Disposition for a download (RFC 6266), with the exact name in `filename*` (RFC 8187). */
export function contentDisposition(objectName: string, kind: 'attachment' | 'inline' = 'attachment'): string {
  const name = safeFileName(objectName)
  const ascii = name.replace(/[^\x20-\x7e]|%/g, '_') // some browsers decode %41 in `filename`
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${percentEncoded(name)}`
}

function shortened(name: string, limit: number): string {
  const bytes = (text: string) => Buffer.byteLength(text)
  if (bytes(name) <= limit) return name
  const extension = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? ''
  let stem = ''
  for (const character of name) {
    if (bytes(stem) + bytes(character) + bytes(extension) > limit) break
    stem += character
  }
  return stem + extension
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
