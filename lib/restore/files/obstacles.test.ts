import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comparable, dir, file, small, symlink } from './entries.testing.ts'
import { openTarget } from './folder.ts'
import { removeAny } from './remove-tree.ts'
import { type RestoreEntry, type RestoreEvent, restoreFiles } from './restore-files.ts'
import type { Overwrite } from './take-name.ts'

let base: string
let target: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-obstacles-'))
  target = join(base, 'target')
  mkdirSync(target)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const at = (path: string) => join(target, path)

/** What became of each name, and why. */
async function restore(entries: RestoreEntry[], overwrite: Overwrite) {
  const told: Record<string, string> = {}
  const source = (async function* () {
    yield* entries
  })()
  const onEvent = (event: RestoreEvent) => {
    if (event.kind === 'kept') told[event.name] = event.because.is
    else if ('name' in event) told[event.name] = event.kind
  }
  await restoreFiles(source, { directory: target, overwrite, signal: new AbortController().signal, onEvent })
  return told
}

/** Things a backup can have under the name `x`. */
const wanted: Record<string, () => RestoreEntry[]> = {
  'a file': () => [comparable('x')],
  'a small file': () => [small('x')],
  'a symlink': () => [symlink('x', 'elsewhere')],
  'a folder': () => [dir('x/'), file('x/in')],
  'a file in a folder that is no object': () => [file('x/in')],
}
/** Things that can stand in the target under that name. */
const there: Record<string, () => void> = {
  file: () => writeFileSync(at('x'), 'mine'),
  'symlink to a file': () => symlinkSync('../outside/file', at('x')),
  'symlink to a folder': () => symlinkSync('../outside', at('x')),
  'dangling symlink': () => symlinkSync('nowhere', at('x')),
  'empty folder': () => mkdirSync(at('x')),
  'full folder': () => {
    mkdirSync(at('x/deep/er'), { recursive: true })
    writeFileSync(at('x/deep/er/mine'), 'mine')
    symlinkSync('../../outside', at('x/out'))
  },
}
const isFolder = (what: string) => what.includes('folder') && !what.startsWith('symlink')

describe('where something else stands', () => {
  const cases = Object.keys(wanted).flatMap((what) => Object.keys(there).map((stands) => [what, stands] as const))
  it.each(cases)('%s, over a %s', async (what, stands) => {
    mkdirSync(join(base, 'outside'))
    writeFileSync(join(base, 'outside/file'), 'outside')
    there[stands]!()
    const entries = wanted[what]!
    const mine = what.startsWith('a folder') || what.startsWith('a file in') // a folder is wanted
    if (mine && isFolder(stands)) {
      expect(await restore(entries(), false)).toMatchObject({ 'x/in': 'restored' })
    } else {
      const kept = await restore(entries(), false)
      expect(new Set(Object.values(kept))).toEqual(new Set([mine ? 'parent' : 'taken']))
      if (stands === 'full folder') {
        expect(await restore(entries(), true)).toEqual({ x: 'full folder' })
        expect(readFileSync(at('x/deep/er/mine'), 'utf8')).toBe('mine')
      }
      const replaced = await restore(entries(), stands === 'full folder' ? 'folders' : true)
      expect(new Set(Object.values(replaced))).toEqual(new Set(['restored']))
      const facts = lstatSync(at('x'))
      expect([facts.isDirectory(), facts.isSymbolicLink()]).toEqual([mine, what === 'a symlink'])
    }
    expect(readdirSync(base).sort()).toEqual(['outside', 'target'])
    expect(readdirSync(join(base, 'outside'))).toEqual(['file'])
    expect(readFileSync(join(base, 'outside/file'), 'utf8')).toBe('outside')
    expect(readdirSync(target)).toEqual(['x'])
  })

  it('a full folder is told before anything of the file is fetched', async () => {
    there['full folder']!()
    const read = () => {
      throw new Error('It was fetched')
    }
    expect(await restore([comparable('x', 'content', { read })], true)).toEqual({ x: 'full folder' })
  })
})

describe('removing a tree', () => {
  it('takes everything in it however deep it is, and follows nothing', () => {
    mkdirSync(join(base, 'outside'))
    writeFileSync(join(base, 'outside/file'), 'outside')
    mkdirSync(at('tree'))
    let folder = at('tree')
    for (let depth = 0; depth < 300; depth++) {
      folder = join(folder, 'd')
      mkdirSync(folder)
      writeFileSync(join(folder, `f${depth}`), '')
      symlinkSync(join(base, 'outside'), join(folder, 'link'))
    }
    writeFileSync(Buffer.concat([Buffer.from(at('tree/')), Buffer.from([0xff, 0xfe])]), 'no UTF-8')
    using root = openTarget(target)
    removeAny(root, 'tree')
    expect(readdirSync(target)).toEqual([])
    expect(readFileSync(join(base, 'outside/file'), 'utf8')).toBe('outside')
  })

  it('of a symlink removes the symlink', () => {
    mkdirSync(join(base, 'outside'))
    symlinkSync('../outside', at('link'))
    using root = openTarget(target)
    removeAny(root, 'link')
    expect([readdirSync(target), existsSync(join(base, 'outside'))]).toEqual([[], true])
  })
})
