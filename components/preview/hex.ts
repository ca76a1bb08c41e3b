/** An offset as a person types it: decimal, or hexadecimal as `0x1f` or `1fh`. Spaces, commas and `_` may group digits. */
export function parseOffset(text: string): number | undefined {
  const plain = text.replace(/[\s,_]/g, '').toLowerCase()
  const hex = /^0x([0-9a-f]+)$/.exec(plain)?.[1] ?? /^([0-9a-f]+)h$/.exec(plain)?.[1]
  if (hex === undefined && !/^\d+$/.test(plain)) return undefined
  const offset = Number.parseInt(hex ?? plain, hex === undefined ? 10 : 16)
  return Number.isSafeInteger(offset) ? offset : undefined
}

/** An offset in hexadecimal, with as many digits as the last one of the content needs, eight at least. */
export function hexOffset(offset: number, length: number): string {
  return offset.toString(16).padStart(Math.max(8, length.toString(16).length), '0')
}

export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

/** A byte as printable ASCII, a dot for any other. */
export function asciiByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
}

/** Where a key leads from an offset; undefined for keys that lead nowhere. */
export function offsetAfter(
  key: string,
  at: number,
  columns: number,
  rows: number,
  length: number,
): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    PageUp: at - columns * rows,
    PageDown: at + columns * rows,
    Home: 0,
    End: length - 1,
  }
  const to = steps[key]
  if (to === undefined) return undefined
  // Up and down keep their column: where there is no such row, they stay.
  if ((key === 'ArrowUp' && to < 0) || (key === 'ArrowDown' && to >= length)) return at
  return Math.max(0, Math.min(length - 1, to))
}
