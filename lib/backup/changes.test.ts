import { describe, expect, it } from 'vitest'
import { formatThawMetadata } from '#lib/browse/metadata.ts'
import { type BaseObject, type Change, type Comparison, changes } from './changes.ts'
import type { FoundEntry, ScanItem } from './scan.ts'
import { formatSeen } from './seen.ts'
import { metadataOf } from './stored-metadata.ts'

const file = (name: string, more: Partial<FoundEntry> = {}): FoundEntry => ({
  kind: 'found',
  name,
  path: `/${name}`,
  type: name.endsWith('/') ? 'dir' : 'file',
  size: 1,
  mtime: 5n,
  ctime: 7n,
  inode: 8n,
  device: 9n,
  mode: 0o644,
  ...more,
})
const stored = (entry: FoundEntry): BaseObject => ({
  name: entry.name,
  metadata: formatThawMetadata({ ...metadataOf(entry), seen: formatSeen(entry) }),
  size: entry.size,
})
const unreadable = (name: string): ScanItem => ({ kind: 'omitted', name, reason: 'permission denied', keep: true })

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}

async function joined(disk: ScanItem[], base: BaseObject[], how?: Comparison): Promise<string[]> {
  const found: string[] = []
  for await (const change of changes(each(disk), each(base), how)) found.push(`${kindOf(change)} ${nameOf(change)}`)
  return found
}

const kindOf = (change: Change) => (change.kind === 'delete' && change.excluded ? 'exclude' : change.kind)
const nameOf = (change: Change) =>
  'entry' in change ? change.entry.name : 'object' in change ? change.object.name : change.name

describe('changes', () => {
  it('stores what is new, deletes what is gone, leaves what is the same', async () => {
    const disk = [file('a'), file('b'), file('d'), file('f')]
    const base = [file('b'), file('c'), file('d'), file('e'), file('g')].map(stored)
    expect(await joined(disk, base)).toEqual([
      'store a',
      'same b',
      'delete c',
      'same d',
      'delete e',
      'store f',
      'delete g',
    ])
  })

  it.each<[string, Partial<FoundEntry>]>([
    ['size', { size: 2 }],
    ['a nanosecond', { mtime: 6n }],
    ['change time', { ctime: 8n }],
    ['inode', { inode: 9n }],
    ['mode', { mode: 0o600 }],
    ['type', { type: 'symlink', target: 'x' }],
  ])('another %s is a change', async (_what, more) => {
    expect(await joined([file('a', more)], [stored(file('a'))])).toEqual(['store a'])
  })

  it('what was put beside it says nothing where it is ignored', async () => {
    const base = [stored(file('a'))]
    const restless = [file('a', { ctime: 8n })]
    const renumbered = [file('a', { inode: 9n })]
    expect(await joined(restless, base, { ignoreCtime: true })).toEqual(['same a'])
    expect(await joined(restless, base, { ignoreInode: true })).toEqual(['store a'])
    expect(await joined(renumbered, base, { ignoreInode: true })).toEqual(['same a'])
    expect(await joined(renumbered, base, { ignoreCtime: true })).toEqual(['store a'])
  })

  it('a file of which only size and time are known is read again, unless more is not asked for', async () => {
    const base: BaseObject[] = [{ ...stored(file('a')), metadata: formatThawMetadata(metadataOf(file('a'))) }]
    expect(await joined([file('a')], base)).toEqual(['store a'])
    expect(await joined([file('a')], base, { ignoreCtime: true })).toEqual(['store a'])
    expect(await joined([file('a')], base, { ignoreCtime: true, ignoreInode: true })).toEqual(['same a'])
  })

  it('a change time tells of attributes of folders and symlinks too', async () => {
    const disk = [file('a/', { type: 'dir' }), file('l', { type: 'symlink', target: 'x' })]
    const base = disk.map(stored)
    const changed = disk.map((entry) => ({ ...entry, ctime: 99n }))
    expect(await joined(disk, base)).toEqual(['same a/', 'same l'])
    expect(await joined(changed, base)).toEqual(['store a/', 'store l'])
    expect(await joined(changed, base, { ignoreCtime: true })).toEqual(['same a/', 'same l'])
  })

  it('what was kept without its attributes is a change, be it that nobody could look or that they were too many', async () => {
    for (const attributes of ['unasked', 'partial'] as const) {
      const metadata = formatThawMetadata({ ...metadataOf(file('a')), seen: formatSeen(file('a')), attributes })
      const ignored = { ignoreCtime: true, ignoreInode: true }
      expect(await joined([file('a')], [{ ...stored(file('a')), metadata }], ignored)).toEqual(['store a'])
    }
  })

  it('another owner is a change, another name of the same one is none', async () => {
    const owned = (uid: number, gid: number, user?: string) =>
      file('a', { facts: { owner: { uid, gid, ...(user !== undefined && { user }) } } })
    const base = [stored(owned(1, 2, 'alice'))]
    const how = { ignoreCtime: true }
    expect(await joined([owned(1, 2, 'bob')], base, how)).toEqual(['same a'])
    expect(await joined([owned(2, 2)], base, how)).toEqual(['store a'])
    expect(await joined([owned(1, 1)], base, how)).toEqual(['store a'])
    expect(await joined([owned(1, 2)], [stored(file('a'))], how), 'none was kept').toEqual(['store a'])
  })

  it('what is left out now goes, a folder with all that is in it, and says so', async () => {
    const base = ['a', 'b/', 'b/x', 'b/y', 'b0', 'c'].map((name) => stored(file(name)))
    const disk: ScanItem[] = [
      file('a'),
      { kind: 'excluded', name: 'b/', rule: 'pattern', pattern: 'b/' },
      { kind: 'excluded', name: 'b1', rule: 'pattern', pattern: 'b1' },
      file('c'),
    ]
    expect(await joined(disk, base)).toEqual([
      'same a',
      'exclude b/',
      'exclude b/x',
      'exclude b/y',
      'excluded b/',
      'delete b0',
      'excluded b1',
      'same c',
    ])
  })

  it('the contents of a folder may be left out and the folder kept', async () => {
    const base = ['m/', 'm/x', 'n'].map((name) => stored(file(name)))
    const disk: ScanItem[] = [file('m/'), { kind: 'excluded', name: 'm/', rule: 'mount' }, file('n')]
    expect(await joined(disk, base)).toEqual(['same m/', 'exclude m/x', 'excluded m/', 'same n'])
  })

  it('what no backup can hold is passed on out of the order, and deletes nothing', async () => {
    const base = ['a', 'b'].map((name) => stored(file(name)))
    const disk: ScanItem[] = [
      { kind: 'excluded', name: 'z\ufffd', rule: 'pattern', pattern: 'z*', unnameable: true },
      { kind: 'vanished', name: 'y' },
      file('a'),
      file('b'),
    ]
    expect(await joined(disk, base)).toEqual(['excluded z\ufffd', 'vanished y', 'same a', 'same b'])
  })

  it('stores what is the same as well where all is to be read', async () => {
    const disk = [file('a'), file('b')]
    const base = [file('a'), file('c')].map(stored)
    expect(await joined(disk, base, { readAll: true })).toEqual(['store a', 'store b', 'delete c'])
  })

  it('another target is a change, also where it is too long for the metadata string', async () => {
    const link = (target: string) => file('l', { type: 'symlink', size: 0, target })
    expect(await joined([link('x')], [stored(link('x'))])).toEqual(['same l'])
    expect(await joined([link('y')], [stored(link('x'))])).toEqual(['store l'])
    expect(await joined([link('x'.repeat(500))], [stored(link('x'.repeat(500)))])).toEqual(['same l'])
    expect(await joined([link('y'.repeat(500))], [stored(link('x'.repeat(500)))])).toEqual(['store l'])
  })

  it('an object of another writer is replaced', async () => {
    expect(await joined([file('a')], [{ name: 'a', metadata: undefined, size: 1 }])).toEqual(['store a'])
    expect(await joined([file('a')], [{ name: 'a', metadata: '{"v":"other"}', size: 1 }])).toEqual(['store a'])
  })

  it('a folder that became a file: its objects go, the file comes', async () => {
    expect(await joined([file('a')], [stored(file('a/')), stored(file('a/b'))])).toEqual([
      'store a',
      'delete a/',
      'delete a/b',
    ])
  })

  it('what cannot be read keeps what is stored of it, a folder with all that is in it', async () => {
    const base = [file('a'), file('b/'), file('b/x'), file('b/y/'), file('b0'), file('c')].map(stored)
    expect(await joined([unreadable('a'), unreadable('b/'), file('c')], base)).toEqual([
      'omitted a',
      'omitted b/',
      'delete b0',
      'same c',
    ])
  })

  it('refuses a listing out of order rather than deleting what is there', async () => {
    await expect(joined([file('a'), file('b')], [stored(file('b')), stored(file('a'))])).rejects.toThrow(
      'out of the order',
    )
    await expect(joined([file('b'), file('a')], [])).rejects.toThrow('out of the order')
  })
})
