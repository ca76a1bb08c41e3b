import { hash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setLinkTimes, setTimes } from '../posix/times.ts'

/** What a person would compare: type, mode, size, time to the nanosecond, target and content of everything below. */
export function snapshot(folder: string, prefix = '', found = new Map<string, string>()): Map<string, string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const facts = lstatSync(path, { bigint: true })
    const content = facts.isFile()
      ? hash('sha256', readFileSync(path))
      : facts.isSymbolicLink()
        ? readlinkSync(path)
        : 'folder'
    found.set(prefix + name, `${facts.mode.toString(8)} ${facts.mtimeNs} ${content}`)
    if (facts.isDirectory()) snapshot(path, `${prefix}${name}/`, found)
  }
  return found
}

function setFileTimes(path: string, mtime: bigint): void {
  const fd = openSync(path, 'r')
  setTimes(fd, mtime)
  closeSync(fd)
}

/** Files, folders and links with names, sizes, modes and times that are easy to get wrong. */
export function fillFolder(folder: string): void {
  const names = [
    'plain.txt',
    'with space',
    'percent%41%2F',
    'plus+plus',
    'ünïcödé 日本 😀',
    'e\u0301',
    '\u00e9',
    '-rf',
    '~',
    '\\',
    'quote"\'',
    'tab\there',
    'new\nline',
    '\u202eevil',
    '__proto__',
    '...',
    'CON',
    'list',
    'complete',
  ]
  for (const name of names) writeFileSync(join(folder, name), `content of ${name}`)
  mkdirSync(join(folder, 'a/b/empty folder'), { recursive: true })
  mkdirSync(join(folder, 'a-b'))
  writeFileSync(join(folder, 'a/b/deep'), 'deep')
  writeFileSync(join(folder, 'a-b/x'), 'x')
  writeFileSync(join(folder, 'empty'), '')
  writeFileSync(join(folder, 'one chunk'), Buffer.alloc(4 * 1024 * 1024, 1))
  writeFileSync(join(folder, 'three chunks'), Buffer.alloc(9 * 1024 * 1024, 'three'))
  symlinkSync('plain.txt', join(folder, 'link'))
  symlinkSync('/nowhere/at all', join(folder, 'dangling'))
  symlinkSync('long/'.repeat(100), join(folder, 'long link'))
  chmodSync(join(folder, 'plain.txt'), 0o604)
  chmodSync(join(folder, 'a/b'), 0o1770)
  setFileTimes(join(folder, 'plain.txt'), 1_234_567_890_123_456_789n)
  setFileTimes(join(folder, 'empty'), -1_000_000_001n)
  setLinkTimes(join(folder, 'link'), 1_111_111_111_999_999_999n)
  setFileTimes(join(folder, 'a/b'), 1_600_000_000_000_000_007n)
}
