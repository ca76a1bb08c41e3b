const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i
/** Controls, line separators, and characters that reorder or hide others. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
/** With `\` as a separator these begin at a root, or climb; Windows drops dots and spaces behind a part. */
const leadsElsewhere = /^\\|(?:^|\\)\.[. ]*(?:\\|$)/
/** What common Unix file systems hold, in bytes; Windows holds as many characters. */
export const longestPart = 255
const nameless = 'download'

/**
 * A file name for the last part of an object's name that every common system can hold: no separators, no controls, no
 * reserved names, at most 255 bytes (the extension is kept).
 */
export function safeFileName(objectName: string): string {
  let name = visible(objectName.split('/').findLast((part) => part !== '') ?? '')
    .replace(/[\\:*?"<>|]/g, '_')
    .replace(/[. ]+$/, '')
    .trimStart()
  if (reserved.test(name)) name = `_${name}`
  return shortened(name) || nameless
}

/**
 * A file name for a part of an object's name that Linux and macOS can hold: every character stays but controls and
 * what is invisible; at most 255 bytes (the extension is kept). Never `.` or `..`.
 *
 * @param backslash stays where it is `kept`, unless it would lead a reader elsewhere that takes it for a separator.
 */
export function unixFileName(part: string, backslash: 'kept' | 'replaced'): string {
  const name = shortened(visible(part))
  if (name === '' || name === '.' || name === '..') return nameless
  return backslash === 'replaced' || leadsElsewhere.test(name) ? name.replaceAll('\\', '_') : name
}

function visible(name: string): string {
  return name.toWellFormed().replace(invisible, '')
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= longestPart) return name
  const extension = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? ''
  return cutTo(name, longestPart - Buffer.byteLength(extension)) + extension
}

/** As many of the first characters as fit into so many bytes. */
export function cutTo(text: string, bytes: number): string {
  let cut = ''
  for (const character of text) {
    if (Buffer.byteLength(cut) + Buffer.byteLength(character) > bytes) break
    cut += character
  }
  return cut
}
