import { markOf, type TextEncoding } from './encodings.ts'

/** Characters no text has; escape is left out, for logs with colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const controls = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/
/** Characters that are assigned to nothing, and the second block of controls: signs of a wrong guess. */
const implausible = /[\u007f-\u009f]|\p{Cn}|\p{Co}|\p{Cs}/u

/**
 * The encoding of bytes that are text, undefined where they are none. A cut-off last character does not matter. A mark
 * decides; without one text is UTF-8 if it reads as that. Else UTF-16 and Windows-1252 are guessed, where what they make
 * of the bytes looks like text: see `isGuess`.
 */
export function encodingOf(head: Uint8Array, whole: boolean): TextEncoding | undefined {
  const mark = markOf(head)
  if (mark) return isText(decoded(head, mark, whole)) ? mark : undefined
  const text = decoded(head, 'utf-8', whole)
  if (isText(text)) return 'utf-8'
  return guessUtf16(head, whole) ?? (text === undefined ? guessWindows(head) : undefined)
}

function decoded(bytes: Uint8Array, encoding: TextEncoding, whole: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole })
  } catch {
    return undefined
  }
}

const isText = (text: string | undefined) => text !== undefined && !controls.test(text)

/** One character of twenty is ASCII, spaces at least: read in the other byte order, hardly any of them is. */
function guessUtf16(head: Uint8Array, whole: boolean): TextEncoding | undefined {
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => {
    const text = decoded(head, encoding, whole)
    return isPlausible(text) && count(text, /[\t\n\r -~]/g) * 20 >= text.length
  })
}

/** Two thirds of the characters are ASCII: languages that are written so have an accent here and there. */
function guessWindows(head: Uint8Array): TextEncoding | undefined {
  const text = decoded(head, 'windows-1252', true)
  return isPlausible(text) && count(text, /[^\0-~]/g) * 3 <= text.length ? 'windows-1252' : undefined
}

const isPlausible = (text: string | undefined): text is string =>
  text !== undefined && !controls.test(text) && !implausible.test(text)

function count(text: string, characters: RegExp): number {
  let found = 0
  for (const _ of text.matchAll(characters)) found++
  return found
}
