/** A metadata blob as a page tells of it. */
export interface Blob {
  size: number
  /** SHA-256, base64. */
  checksum: string
  /** Whether its bytes are those the service promised; unknown where it promised nothing. */
  state: 'verified' | 'damaged' | 'unknown'
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
