import { describe, expect, it } from 'vitest'
import { type BaseObject, type Change, changes } from './changes.ts'
import { formatThawMetadata } from './metadata.ts'
import type { FoundEntry, ScanItem } from './scan.ts'
import { metadataOf } from './stored-metadata.ts'

const file = (name: string, more: Partial<FoundEntry> = {}): FoundEntry => ({
  kind: 'found',
  name,
  path: `/${name}`,
  type: name.endsWith('/') ? 'dir' : 'file',
  size: 1,
  mtime: 5n,
  mode: 0o644,
  ...more,
})
const stored = (entry: FoundEntry): BaseObject => ({
  name: entry.name,
  metadata: formatThawMetadata(metadataOf(entry)),
})
const unreadable = (name: string): ScanItem => ({ kind: 'omitted', name, reason: 'permission denied', keep: true })

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}

async function joined(disk: ScanItem[], base: BaseObject[], how?: { readAll: boolean }): Promise<string[]> {
  const found: string[] = []
  for await (const change of changes(each(disk), each(base), how)) found.push(`${change.kind} ${nameOf(change)}`)
  return found
}

const nameOf = (change: Change) => ('entry' in change ? change.entry.name : change.name)

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
    ['mode', { mode: 0o600 }],
    ['type', { type: 'symlink', target: 'x' }],
  ])('another %s is a change', async (_what, more) => {
    expect(await joined([file('a', more)], [stored(file('a'))])).toEqual(['store a'])
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
    expect(await joined([file('a')], [{ name: 'a', metadata: undefined }])).toEqual(['store a'])
    expect(await joined([file('a')], [{ name: 'a', metadata: '{"v":"other"}' }])).toEqual(['store a'])
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
