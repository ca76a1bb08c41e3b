import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Extras } from './extras.ts'
import { openTarget } from './folder.ts'

let target: string
beforeEach(() => {
  target = mkdtempSync(join(tmpdir(), 'thaw-extras-'))
})
afterEach(() => rmSync(target, { recursive: true, force: true }))

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** @param disk names as objects have them: a folder's ends with a slash. */
function fill(disk: readonly string[]): void {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target)
  for (const name of disk) {
    mkdirSync(join(target, name.endsWith('/') ? name : dirname(name)), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(target, name), '')
  }
}

function extrasOf(names: readonly string[], prefix = '') {
  const found: string[] = []
  using root = openTarget(target)
  using extras = new Extras(root, prefix, ({ name }) => found.push(name))
  for (const name of names) extras.pass(name)
  return { found, known: extras.end() }
}

describe('what the target has and the backup does not', () => {
  it('is found, a folder for all that is in it', () => {
    fill(['a', 'a-b', 'b/', 'b/x', 'b/y/z', 'c/d/e', 'z'])
    expect(extrasOf(['a', 'b/', 'b/x', 'y'])).toEqual({ found: ['a-b', 'b/y/', 'c/', 'z'], known: 'all' })
    expect(extrasOf(['y'])).toEqual({ found: ['a', 'a-b', 'b/', 'c/', 'z'], known: 'all' })
  })

  it('is nothing where the backup has no name at all: a prefix may be mistyped', () => {
    fill(['a', 'b/x'])
    expect(extrasOf([])).toEqual({ found: [], known: 'none' })
    expect(extrasOf([], 'b/')).toEqual({ found: [], known: 'none' })
  })

  it('is not what a restore would have had to replace', () => {
    fill(['a', 'a-extra', 'd/in/deep', 'd-extra', 'e/f'])
    expect(extrasOf(['a!', 'a/b', 'd', 'e/f/g']).found).toEqual(['a-extra', 'd-extra'])
  })

  it('is looked for below the prefix only', () => {
    fill(['doc/a', 'doc/more', 'docs/x', 'other', 'doc.txt'])
    expect(extrasOf(['doc/a'], 'doc/').found).toEqual(['doc/more'])
    expect(extrasOf(['doc/a', 'docs/y'], 'do').found).toEqual(['doc/more', 'docs/x'])
    expect(extrasOf(['doc/a'], 'doc/a').found).toEqual([])
    expect(extrasOf(['../x'], '../').found).toEqual([])
    expect(extrasOf(['gone/x'], 'gone/')).toEqual({ found: [], known: 'some' })
  })

  it('a symlink counts as itself, and a folder behind one is not looked into', () => {
    fill(['real/x'])
    symlinkSync('real', join(target, 'link'))
    expect(extrasOf(['link/x', 'real/x']).found).toEqual([])
    expect(extrasOf(['real/x']).found).toEqual(['link'])
    expect(extrasOf(['link/x'], 'link/')).toEqual({ found: [], known: 'some' })
  })

  it('is not told where names go by in no order', () => {
    fill(['a', 'b', 'c'])
    expect(extrasOf(['a', 'c', 'b']).known).toBe('none')
  })

  it('is, for any folder and any names, what a comparison of the whole lists says', () => {
    const part = fc.constantFrom('a', 'b', 'a-', 'a0', 'a.b', '\u{10000}', '\uffff')
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    const disk = fc.array(fc.tuple(path, fc.boolean()), { maxLength: 8 })
    const names = fc.array(fc.tuple(path, fc.boolean()), { maxLength: 8 })
    const prefix = fc.oneof(
      fc.constant(''),
      path,
      path.map((text) => `${text}/`),
    )
    fc.assert(
      fc.property(disk, names, prefix, (onDisk, stored, prefix) => {
        const there = consistent(onDisk)
        fill(there)
        const objects = [...new Set(stored.map(([name, isFolder]) => (isFolder ? `${name}/` : name)))]
          .filter((name) => name.startsWith(prefix))
          .sort(byBytes)
        expect(extrasOf(objects, prefix).found.sort(byBytes)).toEqual(
          objects.length === 0 ? [] : expected(there, objects, prefix),
        )
      }),
      { seed: 20_260_101, numRuns: 500 },
    )
  })
})

/** Names a disk can have at once, with the folders they need. */
function consistent(wanted: readonly (readonly [string, boolean])[]): string[] {
  const files = new Set<string>()
  const folders = new Set<string>()
  for (const [name, isFolder] of wanted) {
    const parts = name.split('/')
    const above = parts.map((_, i) => parts.slice(0, i + 1).join('/')).slice(0, isFolder ? undefined : -1)
    if (above.some((folder) => files.has(folder)) || (!isFolder && folders.has(name))) continue
    for (const folder of above) folders.add(folder)
    if (!isFolder) files.add(name)
  }
  return [...files, ...[...folders].map((folder) => `${folder}/`)].sort(byBytes)
}

/** The same by looking at everything. */
function expected(disk: readonly string[], objects: readonly string[], prefix: string): string[] {
  const path = (name: string) => (name.endsWith('/') ? name.slice(0, -1) : name)
  const isHad = (name: string) =>
    name.endsWith('/')
      ? objects.some((object) => object === path(name) || object.startsWith(name))
      : objects.some((object) => object === name || object.startsWith(`${name}/`))
  const isBelow = (name: string, folders: readonly string[]) =>
    folders.some((folder) => name !== folder && name.startsWith(folder))
  const replaced = disk.filter((name) => name.endsWith('/') && objects.includes(path(name)))
  const extra = disk.filter((name) => !isHad(name) && !isBelow(name, replaced))
  const folders = extra.filter((name) => name.endsWith('/'))
  return extra
    .filter((name) => !isBelow(name, folders))
    .filter((name) => name.slice(0, path(name).lastIndexOf('/') + 1).startsWith(prefix))
}
