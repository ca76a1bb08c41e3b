/** Encodings that are told from text alone. UTF-16 is told by its byte order mark. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Characters no text has; escape is left out, for logs with colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const controls = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

/** The encoding of bytes that are text, undefined where they are none. A cut-off last character does not matter. */
export function encodingOf(head: Uint8Array, whole: boolean): TextEncoding | undefined {
  const encoding = marked(head)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: !whole })
    return controls.test(text) ? undefined : encoding
  } catch {
    return undefined
  }
}

function marked([first, second]: Uint8Array): TextEncoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
