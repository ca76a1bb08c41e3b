import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRoot } from '../../posix/posix.testing.ts'
import { openTarget } from './folder.ts'
import { Journal, journalName } from './journal.ts'

let base: string
let target: string
let notes: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-journal-'))
  target = join(base, 'target')
  mkdirSync(target)
  notes = join(target, journalName)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

/** What a restore takes from the notes it finds. */
function found() {
  using root = openTarget(target)
  using journal = new Journal(root)
  return { made: journal.hasMade('made'), widened: Object.fromEntries(journal.widened) }
}

const text = '"made"\n["shut",365]\n'
const known = { made: true, widened: { shut: 0o555 } }
const nothing = { made: false, widened: {} }

describe('notes that an earlier restore has left', () => {
  it('are taken where this user alone can have written them', () => {
    writeFileSync(notes, text, { mode: 0o600 })
    expect(found()).toEqual(known)
  })

  const foreign: Record<string, () => void> = {
    'a file that its group may write to': () => chmodSync(notes, 0o620),
    'a file that all may write to': () => chmodSync(notes, 0o602),
    'a file with another name elsewhere': () => linkSync(notes, join(base, 'elsewhere')),
    'a symlink': () => {
      renameSync(notes, join(base, 'elsewhere'))
      symlinkSync('../elsewhere', notes)
    },
    'a pipe': () => {
      rmSync(notes)
      execFileSync('mkfifo', ['-m', '600', notes])
    },
    ...(isRoot && { 'a file of another user': () => chownSync(notes, 1234, 0) }),
  }
  it.each(Object.keys(foreign))('are not taken from %s, which is not written to either', (what) => {
    writeFileSync(notes, text, { mode: 0o600 })
    foreign[what]!()
    const before = lstatSync(notes).ino
    expect(found()).toEqual(nothing)
    {
      using root = openTarget(target)
      using journal = new Journal(root)
      journal.forget()
      expect(lstatSync(notes).ino, 'nothing was noted').toBe(before)
      journal.making('other')
      expect(readFileSync(notes, 'utf8')).toBe('"other"\n')
      expect(lstatSync(notes).isFile()).toBe(true)
      journal.forget()
    }
    expect(existsSync(notes)).toBe(false)
    if (existsSync(join(base, 'elsewhere'))) expect(readFileSync(join(base, 'elsewhere'), 'utf8')).toBe(text)
  })

  it.each(['..', '../outside', 'a/../../outside', '/etc', './shut', 'a//b', 'a/', 'nul\0l'])(
    'say nothing of %j: it is no path in the target',
    (path) => {
      writeFileSync(notes, `${JSON.stringify([path, 0])}\n${JSON.stringify(path)}\n${text}`, { mode: 0o600 })
      expect(found()).toEqual(known)
    },
  )

  it.each(['linux', 'freebsd'])('change nothing outside, nor through a symlink, on %s', (platform) => {
    mkdirSync(join(base, 'outside/in'), { recursive: true })
    symlinkSync('../outside', join(target, 'link'))
    writeFileSync(notes, '["../outside",0]\n["link",0]\n["link/in",0]\n', { mode: 0o600 })
    const modes = () => ['outside', 'outside/in'].map((name) => lstatSync(join(base, name)).mode)
    const before = modes()
    const script = `
      Object.defineProperty(process, 'platform', { value: '${platform}' })
      const { restoreFiles } = await import(${JSON.stringify(join(import.meta.dirname, 'restore-files.ts'))})
      const { small } = await import(${JSON.stringify(join(import.meta.dirname, 'entries.testing.ts'))})
      await restoreFiles((async function* () { yield small('a') })(), {
        directory: ${JSON.stringify(target)},
        signal: new AbortController().signal,
      })`
    execFileSync(process.execPath, ['--input-type=module', '--eval', script])
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('content')
    expect(modes()).toEqual(before)
  })
})
