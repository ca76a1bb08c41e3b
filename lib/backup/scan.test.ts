import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExcludeRules } from './exclude.ts'
import { type FoundEntry, type ScanItem, scan } from './scan.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'thaw-scan-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function scanned(path = root, exclude: ExcludeRules = {}): Promise<ScanItem[]> {
  const items: ScanItem[] = []
  for await (const item of scan(path, exclude)) items.push(item)
  return items
}

const names = (items: ScanItem[]) => items.filter((item) => item.kind === 'found').map((item) => item.name)

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true })
    else writeFileSync(join(root, path), path)
  }
}

describe('scan', () => {
  it('gives object names in the order of their UTF-8 bytes, folders before what is in them', async () => {
    put('a/b', 'a/c/d', 'a-b', 'a.txt', 'a0', 'ab', 'Z', 'empty/', '\ue000', '\u{1f600}', '\u00e9', 'e\u0301')
    const found = names(await scanned())
    expect(found).toEqual(found.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    expect(found).toEqual(
      [
        'Z',
        'a-b',
        'a.txt',
        'a/',
        'a/b',
        'a/c/',
        'a/c/d',
        'a0',
        'ab',
        'empty/',
        'e\u0301',
        '\u00e9',
        '\ue000',
        '\u{1f600}',
      ].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    )
  })

  it('tells type, size, mode, target and the time to the nanosecond', async () => {
    put('dir/', 'file')
    chmodSync(join(root, 'file'), 0o4751)
    utimesSync(join(root, 'file'), 1, 1_600_000_000)
    symlinkSync('../nowhere', join(root, 'link'))
    const items = new Map((await scanned()).map((item) => [item.name, item as FoundEntry]))
    expect(items.get('file')).toMatchObject({ type: 'file', size: 4, mode: 0o4751, mtime: 1_600_000_000_000_000_000n })
    expect(items.get('dir/')).toMatchObject({ type: 'dir', size: 0 })
    expect(items.get('link')).toMatchObject({ type: 'symlink', size: 0, target: '../nowhere' })
  })

  it('does not follow symlinks, but the path itself may be one', async () => {
    put('real/file')
    symlinkSync('real', join(root, 'link'))
    expect(names(await scanned())).toEqual(['link', 'real/', 'real/file'])
    expect(names(await scanned(join(root, 'link')))).toEqual(['file'])
  })

  it('a single file is one object of its own name', async () => {
    put('sub/file')
    expect(names(await scanned(join(root, 'sub/file')))).toEqual(['file'])
  })

  it('N04 N11 leaves out names that are not UTF-8 or over 1024 bytes, and says so', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]), '')
    const long = Array.from({ length: 4 }, () => 'ü'.repeat(127)).join('/') // 4 × 254 bytes and 3 slashes
    put(`${long}/1234`, `${long}/12345`)
    const items = await scanned()
    expect(names(items)).toContain(`${long}/1234`)
    expect(Buffer.byteLength(`${long}/1234`)).toBe(1024)
    expect(items.filter((item) => item.kind === 'omitted')).toMatchObject([
      { reason: 'its name is not UTF-8', keep: false },
      { name: `${long}/12345`, reason: 'its name is longer than 1024 bytes', keep: false },
    ])
  })

  it('leaves out sockets, and what is excluded with all that is in it', async () => {
    put('a/b', 'keep/c')
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(join(root, 'socket'), () => resolve(listening))
    })
    const items = await scanned(root, { store: [join(root, 'a')] })
    await new Promise((resolve) => server.close(resolve))
    expect(names(items)).toEqual(['keep/', 'keep/c'])
    expect(items).toContainEqual({ kind: 'excluded', name: 'a/', rule: 'store' })
    expect(items).toContainEqual({ kind: 'omitted', name: 'socket', reason: 'it is a socket', keep: false })
  })

  it('tells a folder that vanished between being named and being read', async () => {
    put('a/x', 'b/y', 'c')
    const items: ScanItem[] = []
    for await (const item of scan(root)) {
      items.push(item)
      if (item.name === 'a/') rmSync(join(root, 'b'), { recursive: true })
    }
    expect(items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'found a/',
      'found a/x',
      'vanished b/',
      'found c',
    ])
  })

  it.runIf(process.platform === 'linux')('does not follow a symlink that takes the place of a folder', async () => {
    put('elsewhere/secret', 'source/a/x', 'source/b/secret', 'source/c/d/e')
    const items: ScanItem[] = []
    for await (const item of scan(join(root, 'source'))) {
      items.push(item)
      const place = { 'a/': 'b', 'c/': 'c' }[item.name]
      if (!place) continue
      renameSync(join(root, 'source', place), join(root, `${place}-before`))
      symlinkSync('../elsewhere', join(root, 'source', place))
    }
    expect(items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'found a/',
      'found a/x',
      'omitted b/',
      'found c/',
      'found c/d/',
      'found c/d/e',
    ])
    expect(items[2]).toMatchObject({ reason: 'it or its folder was replaced while being read', keep: true })
  })

  it.runIf(process.platform === 'linux')('nor where it had to be closed, being far above', async () => {
    const files = Array.from({ length: 100 }, (_, i) => `z${i + 100}`)
    put(...files.flatMap((name) => [`elsewhere/${name}`, `source/d/${name}`]))
    const deep = `${'d/'.repeat(30)}file`
    put(`source/${deep}`)
    const items: ScanItem[] = []
    for await (const item of scan(join(root, 'source'))) {
      items.push(item)
      if (item.name !== deep) continue
      renameSync(join(root, 'source/d'), join(root, 'before'))
      symlinkSync('../elsewhere', join(root, 'source/d'))
    }
    const omitted = items.filter(({ kind }) => kind === 'omitted')
    expect(omitted.map(({ name }) => name)).toEqual(files.slice(63).map((name) => `d/${name}`)) // 64 are looked at together
    expect(omitted[0]).toMatchObject({ reason: 'it or its folder was replaced while being read', keep: true })
  })

  it.runIf(process.platform === 'linux')('keeps few folders open, however deep they lie', async () => {
    const depth = 400
    put(`${'d/'.repeat(depth)}file`, 'z')
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    let most = 0
    const items: ScanItem[] = []
    for await (const item of scan(root)) {
      items.push(item)
      most = Math.max(most, open())
    }
    expect(names(items)).toHaveLength(depth + 2)
    expect(most - before).toBeLessThan(40)
    expect(open()).toBeLessThanOrEqual(before)
  })

  it('fails where the path itself does not exist', async () => {
    await expect(scanned(join(root, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
