/** A sorted list of distinct names that need not exist as an array. */
export interface Names {
  count: number
  at(index: number): string
}

/** UTF-8 byte order, the order of every listing. */
export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

export function namesFrom(list: string[]): Names {
  const sorted = [...new Set(list)].sort(compareNames)
  return { count: sorted.length, at: (index) => sorted[index]! }
}

/** Index of the first name that is not before `name`. */
export function lowerBound(names: Names, name: string): number {
  let low = 0
  let high = names.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareNames(names.at(middle), name) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** A thousand files: a folder of 700, a tree by month, names with spaces and accents, a few at the top. */
export function thousandNames(): Names {
  const range = (count: number) => Array.from({ length: count }, (_, index) => index)
  return namesFrom([
    ...range(700).map((i) => `photos/2025/IMG_${pad(i, 4)}.jpg`),
    ...range(200).map((i) => `documents/2024/${pad((i % 12) + 1, 2)}/Invoice ${pad(i, 3)}.pdf`),
    ...range(60).map((i) => `music/Björk & Friends/Débût [${pad(i, 2)}] 100%.flac`),
    ...range(39).map((i) => `report-${pad(i, 2)}.txt`),
    'disk.img',
  ])
}

/** A million files in a thousand folders, made when asked for. */
export function millionNames(): Names {
  return {
    count: 1_000_000,
    at: (index) => `data/${pad(Math.floor(index / 1000), 3)}/${pad(index % 1000, 3)}.bin`,
  }
}

/** A million files in ten thousand folders side by side. */
export function wideNames(): Names {
  return {
    count: 1_000_000,
    at: (index) => `set-${pad(Math.floor(index / 100), 5)}/${pad(index % 100, 2)}.bin`,
  }
}

/** Names that must be shown as text, stay one row each and never act. */
export const hostileNames = [
  '<script>document.title="owned"</script>.html',
  '"><img src=x onerror=document.title="owned">',
  '<svg onload=alert(1)>.svg',
  'javascript:alert(1)',
  '../../etc/passwd',
  '..',
  '.',
  '/etc/passwd',
  '//',
  'a',
  'a/',
  'a/b',
  'a//b',
  '-rf',
  '%2F..%2f%00',
  '%',
  'q?x=1&y=2#fragment',
  'back\\slash',
  '{{7*7}}#{7*7}',
  "'; DROP TABLE objects; --",
  '=cmd|calc!A0',
  'header\r\nSet-Cookie: a=b',
  'tab\tand\nnewline',
  'bell\u0007.txt',
  'exe\u202Etxt.gpj',
  'zero\u200Bwidth',
  'caf\u00E9',
  'cafe\u0301',
  '日本語/ファイル.txt',
  '😀.txt',
  ' leading and trailing ',
  `long-${'x'.repeat(1019)}`,
  '語'.repeat(341),
  'C:\\Windows\\system32',
  '\\\\?\\C:\\x',
  '__proto__',
  'constructor',
  'toString',
  'new',
  'CON',
  'NUL.txt',
  'Name',
  'name',
  'name.',
  'name ',
  'nul\u0000byte',
  'escape\u001b[2Jsequence',
  'delete\u007f',
  '\u2066isolated\u2069',
  '100%',
  'un_der%score--',
  '\ufffd',
]
