/** A checksum or id shortened in the middle: the beginning is what people compare, the end guards against look-alikes. */
export function shorten(text: string, head = 8, tail = 4): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`
}

/** A SHA-256 of whole content as hexadecimal digits, which is how `sha256sum` prints it; the API tells it as base64. */
export function hexOf(base64: string): string {
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

/**
 * Makes what a hostile name hides visible: control characters, line breaks, zero-width and bidirectional overrides
 * appear as escapes. Ordinary names come back unchanged.
 */
export function visible(name: string): string {
  return name.replace(
    /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0
      return `\\u{${code.toString(16)}}`
    },
  )
}

/** One argument of a POSIX shell command. */
export function shellQuote(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument
  return `'${argument.replaceAll("'", `'\\''`)}'`
}

/** What a reader's message says apart from which chunk of which object it is about, as a sentence. */
export function withoutPlace(message: string): string {
  const rest = message.replace(/^Chunk \d+ \(offset \d+\)(?: of "(?:[^"\\]|\\.)*")?:? /, '')
  const ours = rest.replace(/^could not be read: Chunk [A-Za-z0-9+/]{43}= /, 'It ')
  const sentence = rest === message ? rest : ours.replace(/^(could|is) /, 'It $1 ')
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}
