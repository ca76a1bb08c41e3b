/** A metadata blob as far as a page shows it. */
export interface Blob {
  size: number
  /** Its first KiB. */
  head: Uint8Array
  checksum: string
  /** Whether its bytes are those the service promised; unknown where it promised nothing. */
  state: 'verified' | 'damaged' | 'unknown'
}

/** The text of UTF-8 bytes, cut at a whole character; undefined where they are no text. */
export function textOf(head: Uint8Array, whole: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !whole })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** Pretty JSON where a text is JSON, else the text itself. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Lines of a hex dump: offset, sixteen bytes, what of them is printable ASCII. */
export function hexLines(bytes: Uint8Array): { offset: string; hex: string; ascii: string }[] {
  const lines = []
  for (let start = 0; start < bytes.length; start += 16) {
    const row = [...bytes.subarray(start, start + 16)]
    lines.push({
      offset: start.toString(16).padStart(8, '0'),
      hex: row.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    })
  }
  return lines
}

/** Permission bits as `ls` writes them: 0o4755 is 'rwsr-xr-x'. */
export function modeText(mode: number): string {
  const bits = [...'rwxrwxrwx'].map((letter, i) => (mode & (0o400 >> i) ? letter : '-'))
  const special: [bit: number, at: number, set: string, bare: string][] = [
    [0o4000, 2, 's', 'S'],
    [0o2000, 5, 's', 'S'],
    [0o1000, 8, 't', 'T'],
  ]
  for (const [bit, at, set, bare] of special) if (mode & bit) bits[at] = bits[at] === '-' ? bare : set
  return bits.join('')
}
