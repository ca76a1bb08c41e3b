/** `length` bytes as characters of the same numbers; fewer at the end. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}

export function begins(bytes: Uint8Array, text: string): boolean {
  return ascii(bytes, 0, text.length) === text
}

/** A number of two bytes, little endian unless told; undefined past the end. */
export function u16(bytes: Uint8Array, at: number, littleEndian = true): number | undefined {
  return at + 2 <= bytes.length ? view(bytes).getUint16(at, littleEndian) : undefined
}

/** A number of four bytes, little endian unless told; undefined past the end. */
export function u32(bytes: Uint8Array, at: number, littleEndian = true): number | undefined {
  return at + 4 <= bytes.length ? view(bytes).getUint32(at, littleEndian) : undefined
}

const view = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength)
