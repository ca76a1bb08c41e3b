import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExcludeRules } from './exclude.ts'
import { scan } from './scan.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'thaw-exclude-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true })
    else writeFileSync(join(root, path), '')
  }
}

/** Names by what became of them. */
async function walked(rules: ExcludeRules, path = root) {
  const names: Record<string, string[]> = { found: [], excluded: [], omitted: [], vanished: [] }
  for await (const { kind, name } of scan(path, rules)) names[kind]!.push(name)
  return { found: names.found, excluded: names.excluded, omitted: names.omitted }
}

describe('patterns', () => {
  it.each<[string, string[], string[]]>([
    ['a name, wherever it is', ['b'], ['a/b', 'b']],
    ['a name at the top', ['/b'], ['b']],
    ['a path', ['a/b'], ['a/b']],
    ['folders only', ['c/'], ['a/c/']],
    ['a star stays within a part', ['a/*'], ['a/b', 'a/c/']],
    ['two stars do not', ['**/x'], ['a/c/x', 'x']],
    ['two stars in between', ['a/**/x'], ['a/c/x']],
    ['one character', ['?'], ['a/', 'b', 'x']],
    ['upper case is not lower case', ['B', 'README'], ['README']],
    ['a name that is not', ['/*', '!/b'], ['README', 'a/', 'x']],
    ['the last one counts', ['!b', 'b', '!/b'], ['a/b']],
    ['nothing comes back into a folder that is left out', ['a/', '!a/b'], ['a/']],
    ['but into one of which the contents are', ['a/*', '!a/c/'], ['a/b']],
    ['comments and empty lines are none', ['# b', '', ' '], []],
  ])('as git reads them: %s', async (_, patterns, excluded) => {
    put('a/b', 'a/c/x', 'b', 'x', 'README')
    expect((await walked({ patterns })).excluded).toEqual(excluded)
  })

  it('leave a folder out without looking at what is in it', async () => {
    put('skip/a/b', 'keep')
    expect(await walked({ patterns: ['skip'] })).toEqual({ found: ['keep'], excluded: ['skip/'], omitted: [] })
  })

  it('are asked for more names than are remembered', async () => {
    const names = Array.from({ length: 10_001 }, (_, i) => `file-${String(i).padStart(5, '0')}`)
    put(...names)
    const { found, excluded } = await walked({ patterns: ['*', '!file-*5'] })
    expect(found).toEqual(names.filter((name) => name.endsWith('5')))
    expect(excluded).toEqual(names.filter((name) => !name.endsWith('5')))
  })

  it('N04 N11 leave out what no backup could hold, and so nothing is missing', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]), '')
    put('good')
    expect(await walked({ patterns: ['bad-*'] })).toEqual({ found: ['good'], excluded: ['bad-\ufffd'], omitted: [] })
  })
})

describe('caches', () => {
  const signature = 'Signature: 8a477f597d28d172789f06886806bc55'

  it('are left out with all that is in them but their tag', async () => {
    put('cache/a', 'cache/b/c', 'other/a')
    writeFileSync(join(root, 'cache/CACHEDIR.TAG'), `${signature}\n# of a program\n`)
    expect(await walked({ caches: true })).toEqual({
      found: ['cache/', 'cache/CACHEDIR.TAG', 'other/', 'other/a'],
      excluded: ['cache/a', 'cache/b/'],
      omitted: [],
    })
    expect((await walked({})).excluded).toEqual([])
  })

  it('are none without the signature, in a file of that folder', async () => {
    put('cache/a', 'folder/CACHEDIR.TAG/', 'folder/a')
    writeFileSync(join(root, 'cache/CACHEDIR.TAG'), signature.slice(0, -1))
    put('linked/a')
    writeFileSync(join(root, 'tag'), signature)
    symlinkSync('../tag', join(root, 'linked/CACHEDIR.TAG'))
    expect((await walked({ caches: true })).excluded).toEqual([])
  })
})

it.runIf(process.platform === 'linux')(
  'another file system is left out where that is asked for, the folder it is mounted on is not',
  async () => {
    const patterns = ['/*', '!/proc/']
    const { found, excluded } = await walked({ patterns, oneFileSystem: true }, '/')
    expect(found).toEqual(['proc/'])
    expect(excluded!.filter((name) => name.startsWith('proc/'))).toEqual(['proc/'])
    const all = await walked({ patterns: [...patterns, '/proc/*', '!/proc/version'] }, '/')
    expect(all.found).toEqual(['proc/', 'proc/version'])
  },
)
