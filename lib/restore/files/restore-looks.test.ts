import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canHaveXattrs, isRoot, runOnOldFileSystem } from '../../posix/posix.testing.ts'
import { setLinkTimes } from '../../posix/times.ts'
import { readXattrs, setXattr, type Xattr } from '../../posix/xattrs.ts'
import { dataRuns } from './data-runs.ts'
import { comparable, dir, file, small, symlink } from './entries.testing.ts'
import type { Facts } from './looks-of.ts'
import { type RestoreEntry, type RestoreOptions, restoreFiles } from './restore-files.ts'

let base: string
let target: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'thaw-looks-'))
  target = join(base, 'target')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const withFacts = (entry: RestoreEntry, facts: Facts): RestoreEntry => ({ ...entry, facts: async () => facts })
const at = (name: string) => join(target, name)
const xattrs = (name: string) => readXattrs(at(name)).found
/** user::rw-,user:1234:r--,group::r--,mask::r--,other::--- */
const acl: Xattr = [
  'system.posix_acl_access',
  Buffer.from('0200000001000600ffffffff02000400d204000004000400ffffffff10000400ffffffff20000000ffffffff', 'hex'),
]
const capability: Xattr = ['security.capability', Buffer.from('0100000200200000000000000000000000000000', 'hex')]
const comment: Xattr = ['user.comment', Buffer.from([0, 1, 255])]

/** @returns what of what was not put back, what of what is there otherwise, and what became of each entry. */
async function restore(entries: RestoreEntry[], options: Partial<RestoreOptions> = {}) {
  const missed: string[] = []
  const differs: string[] = []
  const became: Record<string, string> = {}
  const source = (async function* () {
    yield* entries
  })()
  await restoreFiles(source, {
    directory: target,
    signal: new AbortController().signal,
    ...options,
    onEvent(event) {
      if (event.kind === 'missed') missed.push(`${event.what} of ${event.name}`)
      else if (event.kind === 'differs') differs.push(`${event.what} of ${event.name}`)
      else if ('name' in event) became[event.name] = event.kind
    },
  })
  return { missed, differs, became }
}

describe.skipIf(!isRoot)('owners', () => {
  const owner = { uid: 1234, gid: 5678 }

  it('of files, folders and symlinks are put back, in front of setuid bits', async () => {
    const { missed } = await restore(
      [
        withFacts(dir('d/'), { owner }),
        withFacts(file('d/large', 'content', { mode: 0o6755 }), { owner }),
        withFacts(small('d/small', 'content', { mode: 0o400 }), { owner }),
        withFacts(symlink('link', 'nowhere'), { owner }),
      ],
      { setuid: true },
    )
    expect(missed).toEqual([])
    for (const name of ['d', 'd/large', 'd/small', 'link']) expect(lstatSync(at(name))).toMatchObject(owner)
    expect(statSync(at('d/large')).mode & 0o7777).toBe(0o6755)
    expect(lstatSync(at('link'), { bigint: true }).mtimeNs).toBe(1_700_000_000_123_456_789n)
  })

  it('go by names where the system knows them, unless numbers are asked for', async () => {
    const named = { owner: { uid: 1234, gid: 5678, user: 'root', group: 'no such group' } }
    await restore([withFacts(file('named'), named)])
    await restore([withFacts(file('numbered'), named)], { numericOwner: true })
    expect(lstatSync(at('named'))).toMatchObject({ uid: 0, gid: 5678 })
    expect(lstatSync(at('numbered'))).toMatchObject({ uid: 1234, gid: 5678 })
  })

  it('of what is there already come back with --overwrite only', async () => {
    mkdirSync(target)
    writeFileSync(at('a'), 'content')
    await restore([withFacts(comparable('a'), { owner })])
    expect(lstatSync(at('a')).uid).toBe(0)
    await restore([withFacts(comparable('a'), { owner })], { overwrite: true })
    expect(lstatSync(at('a'))).toMatchObject(owner)
  })
})

describe.skipIf(!canHaveXattrs)('extended attributes', () => {
  it('of files, folders and unwritable files are put back', async () => {
    const facts = { xattrs: [comment] }
    const { missed } = await restore([
      withFacts(dir('d/', { mode: 0o500 }), facts),
      withFacts(small('d/a'), { xattrs: [acl, comment] }),
      withFacts(file('d/b', 'content', { mode: 0o400 }), facts),
    ])
    expect(missed).toEqual([])
    expect([xattrs('d'), xattrs('d/a'), xattrs('d/b')]).toEqual([[comment], [acl, comment], [comment]])
    expect(statSync(at('d/a'), { bigint: true }).mtimeNs).toBe(1_700_000_000_123_456_789n)
  })

  it('that were not there go away, be they inherited from a folder or of a file that is replaced', async () => {
    mkdirSync(target)
    setXattr(target, 'system.posix_acl_default', acl[1])
    writeFileSync(at('there'), 'content')
    setXattr(at('there'), 'user.other', Buffer.from('x'))
    const entries = [withFacts(small('new'), { xattrs: [] }), withFacts(comparable('there'), { xattrs: [comment] })]
    await restore(entries, { overwrite: true })
    expect([xattrs('new'), xattrs('there')]).toEqual([[], [comment]])
  })

  it('of another writer who keeps none say nothing of what there is', async () => {
    mkdirSync(target)
    writeFileSync(at('there'), 'content')
    setXattr(at('there'), 'user.other', Buffer.from('x'))
    await restore([comparable('there')], { overwrite: true })
    expect(xattrs('there')).toHaveLength(1)
  })

  it('that nobody looked at stay as they are, and that is told where there are some', async () => {
    mkdirSync(join(target, 'folder'), { recursive: true })
    for (const name of ['same', 'other', 'bare']) writeFileSync(at(name), name === 'other' ? 'older' : 'content')
    for (const name of ['same', 'other', 'folder']) setXattr(at(name), 'user.mine', Buffer.from('x'))
    const facts: Facts = { attributes: 'unasked' }
    const entries = ['bare', 'new', 'other', 'same'].map((name) => withFacts(comparable(name), facts))
    const { missed } = await restore([...entries, withFacts(dir('folder/'), facts)], { overwrite: true })
    expect(missed.toSorted()).toEqual(['folder/', 'other', 'same'].map((name) => `unasked of ${name}`))
    expect([xattrs('same').length, xattrs('folder').length, xattrs('other').length]).toEqual([1, 1, 0])
  })

  it('that could not all be kept are put back as far as they were, and take nothing away', async () => {
    mkdirSync(target)
    writeFileSync(at('there'), 'content')
    setXattr(at('there'), 'user.other', Buffer.from('x'))
    const entry = withFacts(comparable('there'), { xattrs: [comment], attributes: 'partial' })
    expect((await restore([entry], { overwrite: true })).missed).toEqual(['partial of there'])
    expect(xattrs('there').map(([name]) => name)).toEqual(['user.comment', 'user.other'])
  })

  it.skipIf(!isRoot)('that give rights come back when they are asked for, else it is said', async () => {
    const program = withFacts(small('program', '', { mode: 0o4755 }), {
      xattrs: [capability],
      owner: { uid: 1, gid: 1 },
    })
    expect(await restore([program])).toMatchObject({ missed: ['withheld of program'] })
    expect(xattrs('program')).toEqual([])
    expect(await restore([program], { setuid: true, overwrite: true })).toMatchObject({ missed: [] })
    expect(xattrs('program')).toEqual([capability])
  })

  it('that the system refuses are told, and the rest is restored', async () => {
    const made = withFacts(small('a'), { xattrs: [['user.too-large', Buffer.alloc(70_000)], comment] })
    expect(await restore([made])).toMatchObject({ missed: ['xattrs of a'], became: { a: 'restored' } })
    expect(xattrs('a')).toEqual([comment])
  })

  it('that mean something to the system are not taken from a backup, and that is told', async () => {
    const labels = ['security.selinux', 'trusted.overlay.redirect', 'system.nonsense', 'btrfs.compression'] as const
    const made = withFacts(small('a'), {
      xattrs: [...labels.map((name) => [name, Buffer.from('x')] as const), comment],
    })
    expect(await restore([made], { setuid: true })).toMatchObject({
      missed: ['system of a'],
      became: { a: 'restored' },
    })
    expect(xattrs('a')).toEqual([comment])
  })

  it('whose record is damaged are told, and the group gets nothing: an ACL may have kept it out', async () => {
    const damaged = withFacts(small('a', 'content', { mode: 0o674 }), { damaged: true })
    expect(await restore([damaged])).toMatchObject({ missed: ['facts of a'] })
    expect(statSync(at('a')).mode & 0o777).toBe(0o604)
  })

  it('ACLs that cannot be set leave the group what it had, not what the mask allows', async () => {
    // user::rw-,user:-1:rwx,group::r--,mask::rwx,other::--- : no system has such a user.
    const refused: Xattr = [
      acl[0],
      Buffer.from('0200000001000600ffffffff02000700ffffffff04000400ffffffff10000700ffffffff20000000ffffffff', 'hex'),
    ]
    const mode = 0o670
    const entries = [
      withFacts(dir('d/', { mode }), { xattrs: [refused] }),
      withFacts(small('small', '', { mode }), { xattrs: [refused] }),
      withFacts(file('large', '', { mode }), { xattrs: [refused] }),
      withFacts(small('nonsense', '', { mode }), { xattrs: [[acl[0], Buffer.from('no ACL')]] }),
    ]
    const { missed } = await restore(entries)
    for (const { name } of entries) expect(missed).toContain(`acl of ${name}`)
    const modes = ['d', 'small', 'large', 'nonsense'].map((name) => statSync(at(name)).mode & 0o777)
    expect(modes).toEqual([0o640, 0o640, 0o640, 0o600])
  })
})

describe('what is there with its content', () => {
  const entries = [dir('d/'), comparable('d/file'), small('d/small'), symlink('link', 'd')]
  const facts: Facts = {
    ...(isRoot && { owner: { uid: 1234, gid: 5678 } }),
    ...(canHaveXattrs && { xattrs: [comment] }),
  }
  const stored = entries.map((entry) => withFacts(entry, entry.type === 'symlink' ? { ...facts, xattrs: [] } : facts))
  const changes = (name: string, of: readonly string[]) => of.map((what) => `${what} of ${name}`)
  const owners = isRoot ? ['owner', 'group'] : []
  const xattrsToo = canHaveXattrs ? ['xattrs'] : []

  it('and looks otherwise stays so and is told, by every run, until it may be replaced', async () => {
    const one = [dir('d/', { mode: 0o700, mtime: 1n }), comparable('d/file', 'content', { mode: 0o600, mtime: 1n })]
    await restore([...one, { ...symlink('link', 'd'), mtime: 1n }])
    const before = ['d', 'd/file', 'link'].map((name) => lstatSync(at(name), { bigint: true }))
    const wanted = stored.filter(({ name }) => name !== 'd/small')
    for (let run = 0; run < 2; run++) {
      const { missed, differs, became } = await restore(wanted)
      expect(missed).toEqual([])
      expect(differs.toSorted()).toEqual(
        [
          ...changes('d/', [...owners, 'mode', 'time', ...xattrsToo]),
          ...changes('d/file', [...owners, 'mode', 'time', ...xattrsToo]),
          ...changes('link', [...owners, 'time']),
        ].toSorted(),
      )
      expect(became).toEqual({ 'd/': 'unchanged', 'd/file': 'unchanged', link: 'unchanged' })
    }
    expect(['d', 'd/file', 'link'].map((name) => lstatSync(at(name), { bigint: true }))).toEqual(
      before.map((facts) => ({ ...facts, atimeNs: expect.anything(), atimeMs: expect.anything() })),
    )
    expect(await restore(wanted, { overwrite: true })).toMatchObject({ missed: [], differs: [] })
    expect(await restore(wanted)).toMatchObject({ missed: [], differs: [] })
  })

  it.skipIf(!canHaveXattrs)('but without what the run before could not put back is told so again', async () => {
    const refused = withFacts(comparable('a'), { xattrs: [['user.too-large', Buffer.alloc(70_000)]] })
    expect(await restore([refused])).toMatchObject({ missed: ['xattrs of a'] })
    expect(await restore([refused])).toMatchObject({ differs: ['xattrs of a'] })
    expect(await restore([refused], { overwrite: true })).toMatchObject({ missed: ['xattrs of a'] })
  })

  it('a folder that looks as in the backup does so again when something was restored into it', async () => {
    await restore(stored)
    rmSync(at('d/file'))
    setLinkTimes(at('d'), 1_700_000_000_123_456_789n)
    expect(await restore(stored)).toMatchObject({ differs: [], became: { 'd/': 'unchanged', 'd/file': 'restored' } })
    expect(lstatSync(at('d'), { bigint: true }).mtimeNs).toBe(1_700_000_000_123_456_789n)
  })

  it('is not touched where it looks as in the backup: not even its ctime changes', async () => {
    const alike = stored.filter(({ name }) => name !== 'd/small')
    await restore(alike)
    const ctimes = () => ['d', 'd/file', 'link'].map((name) => lstatSync(at(name), { bigint: true }).ctimeNs)
    const before = ctimes()
    await restore(alike, { overwrite: true })
    expect(ctimes()).toEqual(before)
  })
})

describe('names outside the target of a file in it', () => {
  it.each([true, 'folders'] as const)('keep content and looks when it is replaced (%s)', async (overwrite) => {
    const stored = (mode: number, content: string) => [
      dir('d/'),
      comparable('d/a', content, { mode }),
      withFacts(comparable('d/one', content, { mode }), { link: 'group' }),
      withFacts(comparable('d/two', content, { mode }), { link: 'group' }),
      { ...symlink('d/link', 'a'), mtime: BigInt(mode) },
    ]
    await restore(stored(0o600, 'content'))
    const snapshot = join(base, 'snapshot')
    execFileSync('cp', ['-al', target, snapshot])
    const looks = () =>
      ['a', 'one', 'two', 'link'].map((name) => {
        const { mode, mtimeNs, uid, gid } = lstatSync(join(snapshot, 'd', name), { bigint: true })
        return { mode, mtimeNs, uid, gid }
      })
    const before = looks()
    for (const content of ['content', 'CONTENT']) {
      expect(await restore(stored(0o644, content), { overwrite })).toMatchObject({ missed: [], differs: [] })
      expect(looks()).toEqual(before)
      expect(readFileSync(join(snapshot, 'd/one'), 'utf8')).toBe('content')
    }
    expect(lstatSync(at('d/a')).mode & 0o777).toBe(0o644)
    expect(lstatSync(at('d/one')).ino).toBe(lstatSync(at('d/two')).ino)
    expect(lstatSync(at('d/one')).nlink).toBe(2)
  })
})

describe.skipIf(!isRoot || !canHaveXattrs)('who is not root', () => {
  it('gets what is allowed, no setuid bit of somebody else, and is told the rest', () => {
    mkdirSync(target)
    chownSync(target, 65_534, 65_534)
    chmodSync(base, 0o755)
    const script = `
      import { restoreFiles } from ${JSON.stringify(join(import.meta.dirname, 'restore-files.ts'))}
      import { file, small, symlink } from ${JSON.stringify(join(import.meta.dirname, 'entries.testing.ts'))}
      const [acl, capability, comment] = ${JSON.stringify([acl, capability, comment])}.map(([name, value]) => [name, Buffer.from(value)])
      const withFacts = (entry, owner, xattrs = []) => ({ ...entry, facts: async () => ({ owner, xattrs }) })
      const root = { uid: 0, gid: 0, user: 'root', group: 'root' }
      const own = { uid: 65534, gid: 65534 }
      process.setgroups([])
      process.setgid(65534)
      process.setuid(65534)
      const missed = []
      await restoreFiles((async function* () {
        yield withFacts(file('own', 'content', { mode: 0o4640 }), own, [acl, comment])
        yield withFacts(small('roots', 'content', { mode: 0o6755 }), root, [capability, comment])
        yield withFacts(symlink('link', 'own'), root)
      })(), {
        directory: ${JSON.stringify(target)},
        setuid: true,
        signal: new AbortController().signal,
        onEvent: ({ kind, name, what }) => kind === 'missed' && missed.push(what + ' of ' + name),
      })
      console.log(JSON.stringify(missed.toSorted()))`
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(printed)).toEqual([
      ...['capabilities of roots', 'group of link', 'group of roots', 'owner of link', 'owner of roots'],
      'setuid of roots',
    ])
    expect(statSync(at('own')).mode & 0o7000, 'its own').toBe(0o4000)
    expect([statSync(at('roots')).mode & 0o7777, statSync(at('roots')).uid]).toEqual([0o755, 65_534])
    expect([xattrs('own'), xattrs('roots')]).toEqual([[expect.anything(), comment], [comment]])
  })
})

describe('hard links', () => {
  const names = ['a', 'd/b', 'e', 'f']
  const group = (more: (name: string) => Partial<RestoreEntry> = () => ({})) =>
    names.map((name) => withFacts(comparable(name, 'one', more(name)), { link: 'group' }))
  const inodes = () => new Set(names.map((name) => lstatSync(at(name)).ino))

  it('are made again, and stay when the restore is run again', async () => {
    let reads = 0
    const counted = () => ({
      async *read() {
        reads++
        yield Buffer.from('one')
      },
    })
    const { became, missed } = await restore([...group(counted), withFacts(file('other'), { link: 'another' })])
    expect([inodes().size, lstatSync(at('a')).nlink, reads, missed]).toEqual([1, 4, 1, []])
    expect(new Set(Object.values(became))).toEqual(new Set(['restored']))
    for (const overwrite of [false, true]) {
      const again = await restore(group(), { overwrite })
      expect([again.missed, new Set(Object.values(again.became))]).toEqual([[], new Set(['unchanged'])])
      expect(inodes().size).toBe(1)
    }
  })

  it('take the place of files of their own when told to, else that is said', async () => {
    mkdirSync(join(target, 'd'), { recursive: true })
    for (const name of names) writeFileSync(at(name), 'one')
    const kept = await restore(group())
    expect(kept.missed.toSorted()).toEqual(['d/b', 'e', 'f'].map((name) => `hard link of ${name}`))
    expect(inodes().size).toBe(4)
    expect(await restore(group(), { overwrite: true })).toMatchObject({ missed: [] })
    expect(inodes().size).toBe(1)
  })

  it('whose first name fails begin with the next one', async () => {
    const broken = (name: string) =>
      name === 'a' ? { read: () => throwing(new Error('damaged')), readSmall: undefined } : {}
    const { became } = await restore(group(broken))
    expect(became).toEqual({ a: 'failed', 'd/b': 'restored', e: 'restored', f: 'restored' })
    expect(new Set(names.slice(1).map((name) => lstatSync(at(name)).ino)).size).toBe(1)
  })

  it('never join what else is there', async () => {
    mkdirSync(target)
    writeFileSync(join(base, 'outside'), 'mine')
    linkSync(join(base, 'outside'), at('e'))
    await restore(group(), { overwrite: true })
    expect(readFileSync(join(base, 'outside'), 'utf8')).toBe('mine')
    expect(inodes().size).toBe(1)
  })

  it('are made to no file that has names outside the target: what is missing becomes a file of its own', async () => {
    mkdirSync(target)
    writeFileSync(join(base, 'snapshot'), 'one')
    linkSync(join(base, 'snapshot'), at('a'))
    setLinkTimes(at('a'), comparable('a').mtime!)
    chmodSync(at('a'), comparable('a').mode!)
    const { became, missed } = await restore(group())
    expect(became).toEqual({ a: 'unchanged', 'd/b': 'restored', e: 'restored', f: 'restored' })
    expect([statSync(join(base, 'snapshot')).nlink, statSync(at('a')).nlink, statSync(at('f')).nlink]).toEqual([
      2, 2, 3,
    ])
    expect(missed).toEqual(['hard link of d/b'])
  })

  it('are made to a file that is there with other names of the same backup', async () => {
    await restore(group())
    rmSync(at('f'))
    expect(await restore(group())).toMatchObject({ missed: [], became: { a: 'unchanged', f: 'restored' } })
    expect(inodes().size).toBe(1)
  })
})

describe('holes', () => {
  const length = 1024 * 1024
  const content = Buffer.alloc(length)
  content.write('begins in one block', 8190)
  content.write('ends with zeros', length - 100_000)
  async function* pieces() {
    for (let start = 0; start < length; start += 70_001) yield content.subarray(start, start + 70_001)
  }

  it('are left where zeros are, at the end too, and the content is the same', async () => {
    await restore([
      withFacts(file('large', '', { read: pieces }), { holes: true }),
      withFacts(small('small', '', { readSmall: async () => content }), { holes: true }),
      file('full', '', { read: pieces }),
    ])
    expect(readFileSync(at('large')).equals(content)).toBe(true)
    expect(readFileSync(at('small')).equals(content)).toBe(true)
    expect(statSync(at('full')).blocks * 512).toBeGreaterThanOrEqual(length)
    expect(statSync(at('large')).blocks * 512).toBeLessThanOrEqual(3 * 4096)
    expect(statSync(at('small')).blocks * 512).toBeLessThanOrEqual(3 * 4096)
  })

  it('what is written of any content in any pieces is all that is not zero', () => {
    const bytes = fc.array(fc.tuple(fc.nat(20_000), fc.constantFrom(0, 0, 7)), { maxLength: 5 })
    fc.assert(
      fc.property(bytes, fc.nat(10_000), (runs, position) => {
        const piece = Buffer.concat(runs.map(([size, value]) => Buffer.alloc(size, value)))
        const written = Buffer.alloc(piece.length)
        for (const { start, end } of dataRuns(piece, position)) piece.copy(written, start, start, end)
        expect(written.equals(piece)).toBe(true)
      }),
    )
  })
})

describe.skipIf(!isRoot)('times', () => {
  it('a file system cannot hold are told', async () => {
    const far = 2n ** 40n * 1_000_000_000n
    const { missed } = await restore([file('a', '', { mtime: far })])
    const held = statSync(at('a'), { bigint: true }).mtimeNs === far
    expect(missed).toEqual(held ? [] : ['time of a'])
  })

  it('that are cut, to whole seconds or to 2038, are told by every run', ({ skip }) => {
    mkdirSync(target)
    const printed = runOnOldFileSystem(
      target,
      `import { restoreFiles } from ${JSON.stringify(join(import.meta.dirname, 'restore-files.ts'))}
       import { comparable, dir, small, symlink } from ${JSON.stringify(join(import.meta.dirname, 'entries.testing.ts'))}
       const second = 1_000_000_000n
       const entries = [
         comparable('fraction', '', { mtime: 1_700_000_000n * second + 1n }),
         dir('d/', { mtime: 2_300_000_000n * second }),
         small('d/late', '', { mtime: 2_300_000_000n * second }),
         comparable('d/whole', '', { mtime: 1_700_000_000n * second }),
         symlink('link', 'd'),
       ]
       for (const overwrite of [false, false, true])
         await restoreFiles((async function* () { yield* entries })(), {
           directory: ${JSON.stringify(target)},
           overwrite,
           signal: new AbortController().signal,
           onEvent: ({ kind, what, name }) =>
             (kind === 'missed' || kind === 'differs') && console.log(kind, what, name),
         })`,
    )
    if (printed === undefined) return skip()
    const names = ['d/', 'd/late', 'fraction', 'link']
    const lines = printed.trimEnd().split('\n')
    const told = (kind: string) => names.map((name) => `${kind} time ${name}`)
    expect(lines.slice(0, 4).toSorted()).toEqual(told('missed'))
    expect(lines.slice(4, 7).toSorted()).toEqual(told('differs').filter((line) => !line.endsWith('late')))
    expect(lines.slice(7).toSorted()).toEqual(told('missed'))
  })
})

// biome-ignore lint/correctness/useYield: it fails before the first byte
async function* throwing(error: Error): AsyncGenerator<Uint8Array> {
  throw error
}
