import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareFiles } from './compare-files.ts'
import { comparable, dir, file, small, symlink } from './entries.testing.ts'
import { journalName } from './journal.ts'
import { type RestoreEntry, type RestoreEvent, type RestoreOptions, restoreFiles } from './restore-files.ts'

let base: string
let target: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-restore-'))
  target = join(base, 'target')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

async function restore(entries: RestoreEntry[], options: Partial<RestoreOptions> = {}) {
  const events: RestoreEvent[] = []
  const source = (async function* () {
    yield* entries
  })()
  const signal = new AbortController().signal
  await restoreFiles(source, {
    directory: target,
    signal,
    ...options,
    onEvent: (event) => event.kind !== 'bytes' && events.push(event),
  })
  return events
}

const kinds = (events: RestoreEvent[]) =>
  Object.fromEntries(events.map((event) => ['name' in event && event.name, event.kind]))
const facts = (path: string) => lstatSync(join(target, path), { bigint: true })
const text = (path: string) => readFileSync(join(target, path), 'utf8')

describe('small files', () => {
  it('are written with mode and time, in folders that are there and in new ones', async () => {
    mkdirSync(join(target, 'there'), { recursive: true })
    const events = await restore([small('a'), dir('new'), small('new/b', ''), small('there/c', 'c'.repeat(300_000))])
    expect(kinds(events)).toEqual({ a: 'restored', new: 'restored', 'new/b': 'restored', 'there/c': 'restored' })
    expect([text('a'), text('new/b'), text('there/c').length]).toEqual(['content', '', 300_000])
    expect(facts('new/b')).toMatchObject({ mode: 0o100640n, mtimeNs: 1_700_000_000_123_456_789n })
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(['a', 'new', 'new/b', 'there', 'there/c'])
  })

  it('leave alone what has their name, and take its place when told to', async () => {
    mkdirSync(target)
    writeFileSync(join(target, 'a'), 'other')
    symlinkSync('/etc/passwd', join(target, 'link'))
    expect(kinds(await restore([small('a'), small('link')]))).toEqual({ a: 'kept', link: 'kept' })
    expect(text('a')).toBe('other')
    expect(kinds(await restore([small('a'), small('link')], { overwrite: true }))).toEqual({
      a: 'restored',
      link: 'restored',
    })
    expect([text('a'), text('link'), facts('link').isSymbolicLink()]).toEqual(['content', 'content', false])
  })

  it('a name that comes to be taken in a folder just made is kept', async () => {
    const squatted = small('new/a', 'ours', {
      async readSmall() {
        writeFileSync(join(target, 'new/a'), 'theirs')
        return Buffer.from('ours')
      },
    })
    expect(kinds(await restore([dir('new'), squatted]))).toEqual({ new: 'restored', 'new/a': 'kept' })
    expect(readdirSync(join(target, 'new'))).toEqual(['a'])
    expect(text('new/a')).toBe('theirs')
  })

  it('that cannot be read leave nothing, and the others are written', async () => {
    const broken = small('b', '', { readSmall: () => Promise.reject(new Error('damaged')) })
    expect(kinds(await restore([small('a'), broken, small('c')]))).toEqual({
      a: 'restored',
      b: 'failed',
      c: 'restored',
    })
    expect(readdirSync(target).sort()).toEqual(['a', 'c'])
  })

  it('by the thousand, hundreds under way at once, none is lost', async () => {
    let running = 0
    let most = 0
    const many = Array.from({ length: 2000 }, (_, i) =>
      small(`f${String(i).padStart(4, '0')}`, `content ${i}`, {
        size: 20,
        async readSmall() {
          most = Math.max(most, ++running)
          await new Promise(setImmediate)
          running--
          return Buffer.from(`content ${i}`)
        },
      }),
    )
    await restore(many)
    expect(most).toBe(256)
    expect(many.map(({ name }) => text(name))).toEqual(many.map((_, i) => `content ${i}`))
  })
})

describe('restoring again', () => {
  const unread = { read: () => Promise.reject(new Error('it was fetched')) as never }

  it('leaves alone what is there and verified, by its content alone, and fetches nothing of it', async () => {
    await restore([dir('d/'), comparable('d/same'), comparable('d/touched'), comparable('d/other'), symlink('l', 'd')])
    writeFileSync(join(target, 'd/touched'), 'content')
    writeFileSync(join(target, 'd/other'), 'CONTENT')
    const again = [
      dir('d/'),
      comparable('d/new'),
      comparable('d/other', 'content', unread),
      comparable('d/same', 'content', unread),
      comparable('d/touched', 'content', unread),
      symlink('l', 'd'),
    ]
    expect(kinds(await restore(again))).toEqual({
      'd/': 'unchanged',
      'd/new': 'restored',
      'd/other': 'kept',
      'd/same': 'unchanged',
      'd/touched': 'unchanged',
      l: 'unchanged',
    })
    expect(text('d/other')).toBe('CONTENT')
    const replacing = [comparable('d/other'), comparable('d/same', 'content', unread)]
    expect(kinds(await restore(replacing, { overwrite: true }))).toEqual({
      'd/other': 'restored',
      'd/same': 'unchanged',
    })
    expect(text('d/other')).toBe('content')
  })

  it('after an interruption gives the folders it had made their modes, and those that were there keep theirs', async () => {
    mkdirSync(join(target, 'mine'), { recursive: true })
    chmodSync(join(target, 'mine'), 0o711)
    const gone = Object.assign(new Error('the service went away'), { retryable: true })
    const entries = (read: Partial<RestoreEntry>) => [
      dir('made/', { mode: 0o755 }),
      comparable('made/a'),
      dir('mine/', { mode: 0o755 }),
      comparable('mine/b', 'content', read),
    ]
    await expect(restore(entries({ read: () => throwing(gone) }))).rejects.toBe(gone)
    expect(facts('made').mode & 0o777n).toBe(0o700n)
    expect(kinds(await restore(entries({})))).toMatchObject({ 'made/a': 'unchanged', 'mine/b': 'restored' })
    expect([facts('made').mode & 0o777n, facts('mine').mode & 0o777n]).toEqual([0o755n, 0o711n])
    expect(readdirSync(target)).toEqual(['made', 'mine'])
  })

  it('comparing writes nothing and tells what is the same, another, absent or refused', async () => {
    const all = [dir('d/'), comparable('d/a'), comparable('d/b'), comparable('e/c'), symlink('l', 'd'), file('../up')]
    await restore(all)
    writeFileSync(join(target, 'd/b'), 'CONTENT')
    rmSync(join(target, 'e'), { recursive: true })
    rmSync(join(target, 'l'))
    symlinkSync('elsewhere', join(target, 'l'))
    const events: Record<string, string> = {}
    const source = (async function* () {
      yield* all
    })()
    await compareFiles(source, {
      directory: target,
      signal: new AbortController().signal,
      onEvent: (event) => {
        if (event.kind !== 'extras') events[event.name] = event.kind
      },
    })
    expect(events).toEqual({
      'd/': 'same',
      'd/a': 'same',
      'd/b': 'differs',
      'e/c': 'absent',
      l: 'differs',
      '../up': 'refused',
    })
    expect(readdirSync(target)).toEqual(['d', 'l'])
  })
})

async function* throwing(error: Error): AsyncGenerator<Uint8Array> {
  yield* []
  throw error
}

describe('restoring files', () => {
  it('brings back content, modes, symlinks and times to the nanosecond', async () => {
    await restore([
      dir('docs/', { mtime: 1_600_000_000_000_000_001n, mode: 0o500 }),
      dir('docs/empty/', { mtime: -1n }),
      file('docs/readme', 'read me', { mode: 0o604 }),
      symlink('link', 'docs/readme'),
      file('top', '', { mtime: -1_500_000_001n }),
    ])
    expect(text('docs/readme')).toBe('read me')
    expect(readlinkSync(join(target, 'link'))).toBe('docs/readme')
    expect([facts('docs').mode & 0o7777n, facts('docs').mtimeNs]).toEqual([0o500n, 1_600_000_000_000_000_001n])
    expect([facts('docs/empty').mode & 0o7777n, facts('docs/empty').mtimeNs]).toEqual([0o750n, -1n])
    expect([facts('docs/readme').mode & 0o7777n, facts('docs/readme').mtimeNs]).toEqual([
      0o604n,
      1_700_000_000_123_456_789n,
    ])
    expect(facts('link').mtimeNs).toBe(1_700_000_000_123_456_789n)
    expect(facts('top').mtimeNs).toBe(-1_500_000_001n)
  })

  it('makes parents that are no objects themselves, and files of other writers with the usual mode', async () => {
    const umask = process.umask()
    await restore([file('a/b/c', 'deep', { mode: undefined, mtime: undefined })])
    expect(text('a/b/c')).toBe('deep')
    expect(facts('a/b/c').mode & 0o777n).toBe(BigInt(0o666 & ~umask))
  })

  it.each([
    '../escape',
    'a/../../escape',
    'a/..',
    '..',
    '.',
    './a',
    '/etc/absolute',
    '//a',
    'a//b',
    '/',
    'nul\0l',
    `long-${'x'.repeat(255)}`,
  ])('N01 N02 N04 refuses %j and writes nothing', async (name) => {
    const events = await restore([file(name), file('good')])
    expect(kinds(events)).toEqual({ [name]: 'refused', good: 'restored' })
    expect(readdirSync(base)).toEqual(['target'])
    expect(readdirSync(target)).toEqual(['good'])
  })

  it.each([
    'C:\\windows',
    '..\\up',
    '\\\\?\\x',
    'CON',
    'tab\there',
    '\u202eevil',
    '__proto__',
    '%2e%2e%2f',
    ' ',
    '-rf',
    '~',
  ])('N01 N03 N05 N09 %j is an ordinary name here', async (name) => {
    await restore([file(name, name)])
    expect(readdirSync(target)).toEqual([name])
    expect(text(name)).toBe(name)
  })

  it('N03 keeps composed and decomposed letters apart', async () => {
    await restore([file('e\u0301', 'two'), file('\u00e9', 'one')])
    expect([text('\u00e9'), text('e\u0301')]).toEqual(['one', 'two'])
  })

  it('never writes through a symlink that lies in the target', async () => {
    mkdirSync(target)
    mkdirSync(join(base, 'outside'))
    symlinkSync('../outside', join(target, 'trap'))
    symlinkSync('../outside/file', join(target, 'file'))
    const entries = [file('file'), dir('trap/'), file('trap/a'), file('trap/b/c')]
    expect(kinds(await restore(entries))).toEqual({
      file: 'kept',
      'trap/': 'kept',
      'trap/a': 'kept',
      'trap/b/c': 'kept',
    })
    expect(facts('trap').isSymbolicLink()).toBe(true)
    expect(new Set(Object.values(kinds(await restore(entries, { overwrite: true }))))).toEqual(new Set(['restored']))
    expect(readdirSync(join(base, 'outside'))).toEqual([])
    expect([facts('trap').isDirectory(), text('trap/b/c')]).toEqual([true, 'content'])
    expect(text('file')).toBe('content')
    expect(facts('file').isSymbolicLink()).toBe(false)
  })

  it('never writes through a symlink of the backup itself', async () => {
    for (const overwrite of [false, true, 'folders'] as const) {
      const events = await restore([symlink('a', '..'), file('a-b'), file('a/escape')], { overwrite })
      expect(readdirSync(base)).toEqual(['target'])
      expect(kinds(events)).toMatchObject({ 'a/escape': 'refused' })
      expect(readlinkSync(join(target, 'a'))).toBe('..')
    }
  })

  it('leaves what is there unless told to overwrite', async () => {
    mkdirSync(target)
    writeFileSync(join(target, 'file'), 'mine')
    symlinkSync('mine', join(target, 'link'))
    expect(kinds(await restore([file('file'), symlink('link', 'theirs')]))).toEqual({ file: 'kept', link: 'kept' })
    expect([text('file'), readlinkSync(join(target, 'link'))]).toEqual(['mine', 'mine'])
    await restore([file('file'), symlink('link', 'theirs')], { overwrite: true })
    expect([text('file'), readlinkSync(join(target, 'link'))]).toEqual(['content', 'theirs'])
    expect(readdirSync(target).toSorted()).toEqual(['file', 'link'])
  })

  it('does not touch the looks of a folder that was there before', async () => {
    mkdirSync(join(target, 'mine'), { recursive: true, mode: 0o711 })
    await restore([dir('mine/'), file('mine/a')])
    expect(facts('mine').mode & 0o777n).toBe(0o711n)
  })

  it('a file and a folder of one name: one of them is told not to be restored, the rest goes on', async () => {
    for (const overwrite of [false, true, 'folders'] as const) {
      rmSync(target, { recursive: true, force: true })
      const entries = [file('a', 'file'), file('a+'), dir('a/'), file('a/b'), file('c')]
      expect(kinds(await restore(entries, { overwrite }))).toEqual({
        a: 'restored',
        'a+': 'restored',
        'a/': 'refused',
        'a/b': 'refused',
        c: 'restored',
      })
      expect(text('a')).toBe('file')
    }
  })

  it('drops setuid and setgid unless asked', async () => {
    await restore([file('plain', '', { mode: 0o6755 })])
    expect(facts('plain').mode & 0o7777n).toBe(0o755n)
    await restore([file('special', '', { mode: 0o6755 })], { setuid: true })
    expect(facts('special').mode & 0o7777n).toBe(0o6755n)
  })

  it('D08 a file whose content breaks off never gets its name, and the rest goes on', async () => {
    const broken = file('broken', '', {
      async *read() {
        yield Buffer.from('half')
        throw new Error('chunk 1 is damaged')
      },
    })
    const events = await restore([broken, file('good')])
    expect(kinds(events)).toEqual({ broken: 'failed', good: 'restored' })
    expect(readdirSync(target)).toEqual(['good'])
  })

  it('stops at an error that every other file would meet too', async () => {
    const gone = file('a', '', {
      // biome-ignore lint/correctness/useYield: it fails before the first byte
      async *read() {
        throw Object.assign(new Error('connection refused'), { retryable: true })
      },
    })
    await expect(restore([gone, file('b')])).rejects.toThrow('connection refused')
    expect(readdirSync(target).filter((name) => name !== 'b')).toEqual([journalName])
  })

  it('writes to a folder that no other restore writes to, and keeps out one that comes later', async () => {
    let other: unknown
    const meanwhile = file('a', '', {
      async *read() {
        other = await restore([file('b')]).catch((error: unknown) => error)
        yield Buffer.from('content')
      },
    })
    await restore([meanwhile])
    expect(other).toMatchObject({ name: 'TargetBusyError' })
    expect(readdirSync(target)).toEqual(['a'])
    expect(kinds(await restore([file('b')]))).toEqual({ b: 'restored' })
  })

  it('an abort leaves no half file under a final name', async () => {
    const leaving = new AbortController()
    const endless = file('endless', '', {
      async *read(signal) {
        for (;;) {
          signal.throwIfAborted()
          yield Buffer.alloc(1024)
          leaving.abort(new Error('stopped by the person'))
        }
      },
    })
    await expect(restore([endless], { signal: leaving.signal })).rejects.toThrow('stopped by the person')
    expect(readdirSync(target)).toEqual([journalName])
  })
})
