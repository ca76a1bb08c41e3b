/** Greater than every name there can be: 1,024 bytes are the longest. */
export const END_OF_NAMES = '\u{10FFFF}'.repeat(257)

const LAST = 0x10ffff

/**
 * The least string greater than every string with the prefix, in UTF-8 byte order (which is code point order).
 *
 * @param prefix well-formed.
 */
export function endOfPrefix(prefix: string): string {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!)
  while (points.at(-1) === LAST) points.pop()
  const last = points.pop()
  if (last === undefined) return END_OF_NAMES
  points.push(last === 0xd7ff ? 0xe000 : last + 1) // surrogates are no characters
  return points.map((point) => String.fromCodePoint(point)).join('')
}
