/** The encodings text can be shown in, by the names that `TextDecoder` has for them, and as people know them. */
export const encodingTitles = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252, Western',
  'windows-1250': 'Windows-1250, Central',
  'windows-1251': 'Windows-1251, Cyrillic',
} as const

export type TextEncoding = keyof typeof encodingTitles

export const textEncodings = Object.keys(encodingTitles) as TextEncoding[]

/** An encoding that nothing in the bytes proves: others may read them as well. */
export function isGuess(head: Uint8Array, encoding: TextEncoding): boolean {
  return encoding !== 'utf-8' && markOf(head) !== encoding
}

/** The encoding whose mark the bytes begin with. */
export function markOf([first, second]: Uint8Array): TextEncoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}
