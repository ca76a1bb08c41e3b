import { lstatSync, mkdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatThaw, type ThawMetadata } from '#lib/browse/metadata.ts'
import { canHaveXattrs, isRoot } from '#lib/posix/posix.testing.ts'
import { readXattrs } from '#lib/posix/xattrs.ts'
import { has, run } from '#lib/restore/archive/readers.fixture.ts'
import { type FakeObject, fakeSource, noise, openDownloads, planned, wholeJob } from '../fake.testing.ts'

const mtime = 1_700_000_000_123_456_789n
/** user::rw-,user:1234:r--,group::r--,mask::r--,other::--- */
const acl = Buffer.from(
  '0200000001000600ffffffff02000400d204000004000400ffffffff10000400ffffffff20000000ffffffff',
  'hex',
)
const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex')
const long = 'ünïcödé-'.repeat(5)

function object(
  name: string,
  content: string,
  more: Partial<ThawMetadata> = {},
  xattrs: [string, Buffer][] = [],
): FakeObject {
  const metadata = { type: 'file' as const, size: content.length, mtime, mode: 0o640, ...more }
  const values = xattrs.map(([key, value]) => [key, value.toString('base64')] as const)
  const { text, blob } = formatThaw(metadata, values)
  return { name, chunks: content === '' ? [] : [Buffer.from(content)], metadata: text, blob }
}

const owner = { uid: 1234, gid: 5678, user: 'nobody-here', group: 'nogroup-here' }
const objects = [
  object('acl', 'acl', {}, [
    ['system.posix_acl_access', acl],
    ['user.a=b%', Buffer.from([0, 10, 255])],
    ['security.capability', capability],
  ]),
  object('far', 'far', { owner: { uid: 4_000_000_000, gid: 3_000_000_000, user: long, group: long } }),
  object('folder/', '', { type: 'dir', mode: 0o1770, owner }),
  object('link', '', { type: 'symlink', target: 'folder/../acl', owner }),
  object('names/first', 'one content', { link: 'group-a', owner }),
  object('names/other', 'another one', { link: 'group-a' }),
  object('names/second', 'one content', { link: 'group-a', owner }),
  object('old', 'old', { mtime: -1_500_000_000n, attributes: 'partial' }),
  object('program', '#!/bin/sh', { mode: 0o4755 }),
]

async function unpacked(format: 'tar' | 'zip', naming: 'portable' | 'unix', command: string) {
  const store = await openDownloads(fakeSource(objects).source)
  const id = await planned(store.downloads, { jobId: 'job', format, naming, selection: wholeJob })
  const asked = { method: 'GET' as const, headers: new Headers(), signal: new AbortController().signal }
  const response = await store.downloads.archive({ jobId: 'job', planId: id, format }, asked, 'session')
  const bytes = await response.bytes()
  expect(bytes.length).toBe(Number(response.headers.get('x-body-length')))
  writeFileSync(join(store.directory, `a.${format}`), bytes)
  mkdirSync(join(store.directory, 'out'))
  const printed = run('sh', ['-c', command], store.directory)
  const out = (name: string) => join(store.directory, 'out', name)
  const manifest = (name: string) =>
    readFileSync(out('THAW-MANIFEST.jsonl'), 'utf8')
      .split('\n')
      .find((line) => line.includes(`"object":"${name}"`))
  return { ...store, out, printed, manifest, id }
}

describe('a tar holds', () => {
  const all = {
    tar: `tar --xattrs --xattrs-include='*' --acls --numeric-owner -xpf a.tar -C out`,
    bsdtar: 'bsdtar --numeric-owner -xpf a.tar -C out',
  }
  for (const [reader, command] of Object.entries(all))
    it.skipIf(!has(reader))(`modes, times and the names of one file for ${reader}`, async () => {
      await using store = await unpacked('tar', 'portable', command)
      const { out } = store
      expect(statSync(out('names/first')).ino).toBe(statSync(out('names/second')).ino)
      expect(statSync(out('names/first')).nlink).toBe(2)
      expect(readFileSync(out('names/other'), 'utf8')).toBe('another one')
      expect(statSync(out('program')).mode & 0o7777, 'without setuid').toBe(0o755)
      expect(store.manifest('program')).toContain('"without":"setuid and setgid bits"')
      expect(store.manifest('names/second')).toContain('"hardLinkTo":"names/first"')
      expect((await store.downloads.findPlan(store.id))!.totals.bytes).toBe(3 + 3 + 11 + 11 + 3 + 9)
    })

  for (const [reader, command] of Object.entries(all))
    it.skipIf(!has(reader) || !isRoot || !canHaveXattrs)(`owners and attributes for ${reader}`, async () => {
      await using store = await unpacked('tar', 'portable', command)
      const { out } = store
      expect(lstatSync(out('names/first'))).toMatchObject({ uid: 1234, gid: 5678 })
      expect(lstatSync(out('link'))).toMatchObject({ uid: 1234, gid: 5678 })
      expect(lstatSync(out('folder'))).toMatchObject({ uid: 1234, gid: 5678 })
      expect(statSync(out('folder')).mode & 0o7777).toBe(0o1770)
      expect(lstatSync(out('far'))).toMatchObject({ uid: 4_000_000_000, gid: 3_000_000_000 })
      const { found } = readXattrs(out('acl'))
      expect(found.find(([name]) => name === 'system.posix_acl_access')?.[1]).toEqual(acl)
      expect(found.map(([name]) => name)).not.toContain('security.capability')
      expect(store.manifest('acl')).toContain('"without":"file capabilities"')
      expect(store.manifest('old')).toContain('"without":"extended attributes that could not be backed up"')
      if (reader === 'tar') expect(found.find(([name]) => name === 'user.a=b%')?.[1]).toEqual(Buffer.from([0, 10, 255]))
    })

  it.skipIf(!has('python3'))('owners by name, and times before 1970, for Python', async () => {
    const script =
      'import tarfile,json;print(json.dumps({m.name:[m.uid,m.gid,m.uname,m.gname,m.mtime,m.type.decode(),m.linkname] for m in tarfile.open("a.tar")}))'
    await using store = await unpacked('tar', 'portable', `python3 -c '${script}'`).catch((error) => {
      throw error
    })
    const listed = JSON.parse(store.printed)
    expect(listed['names/first'].slice(0, 4)).toEqual([1234, 5678, 'nobody-here', 'nogroup-here'])
    expect(listed['names/second'].slice(5)).toEqual(['1', 'names/first'])
    expect(listed.far.slice(0, 4)).toEqual([4_000_000_000, 3_000_000_000, long, long])
    expect(listed.old[4]).toBe(-1.5)
    expect(listed.acl.slice(0, 2)).toEqual([0, 0])
  })

  it('no content of another name that a part does not read, and says nothing of having verified it', async () => {
    const { source } = fakeSource([
      object('a', 'content', { link: 'group' }),
      object('b', 'content', { link: 'group' }),
    ])
    await using store = await openDownloads(source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', selection: wholeJob })
    const [a, b] = await store.ledger.archivePlans.from(id, 0, 9)
    expect([a!.link, b!.link, a!.size, b!.size]).toEqual([null, 'a', 7, 7])
    const head = { method: 'HEAD' as const, headers: new Headers(), signal: new AbortController().signal }
    const whole = await store.downloads.archive({ jobId: 'job', planId: id, format: 'tar' }, head, 'session')
    const start = Number(whole.headers.get('x-body-length')) - 1024 - 512
    const asked = { ...head, method: 'GET' as const, headers: new Headers({ range: `bytes=${start}-` }) }
    const part = await store.downloads.archive({ jobId: 'job', planId: id, format: 'tar' }, asked, 'session')
    expect(Buffer.from(await part.bytes()).toString('latin1', 0, 2)).toBe('b\0')
    expect((await store.ledger.receipts.list({ limit: 1 }))[0]).toMatchObject({ state: 'verified', items: 1 })
    expect(await store.ledger.verification.coverage(source.endpoint, ['job'])).toEqual([])
  })
})

describe('a zip', () => {
  const readers = { unzip: 'unzip -q a.zip -d out', bsdtar: 'bsdtar -xpf a.zip -C out' }
  for (const [reader, command] of Object.entries(readers)) {
    it.skipIf(!has(reader))(`for Unix has modes and symlinks for ${reader}`, async () => {
      await using store = await unpacked('zip', 'unix', command)
      const { out } = store
      expect(readlinkSync(out('link'))).toBe('folder/../acl')
      expect(statSync(out('program')).mode & 0o7777).toBe(0o755)
      expect(statSync(out('acl')).mode & 0o7777).toBe(0o640)
      expect(statSync(out('folder')).mode & 0o777).toBe(0o770)
      expect((await store.downloads.findPlan(store.id))!.totals.skipped).toBe(0)
    })

    it.skipIf(!has(reader))(`D22 for every system has nothing executable and no symlink for ${reader}`, async () => {
      await using store = await unpacked('zip', 'portable', command)
      const { out } = store
      expect(statSync(out('program')).mode & 0o7777).toBe(0o644)
      expect(() => lstatSync(out('link'))).toThrow('ENOENT')
      expect(store.manifest('link')).toContain('"skipped":"A symbolic link')
    })
  }

  it('for Unix is exact in every part of it', async () => {
    await using store = await openDownloads(fakeSource([...objects, { name: 'z', chunks: [noise(3000, 1)] }]).source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'zip', naming: 'unix', selection: wholeJob })
    const read = async (range?: string) => {
      const headers = new Headers(range ? { range } : {})
      const asked = { method: 'GET' as const, headers, signal: new AbortController().signal }
      return Buffer.from(
        await (await store.downloads.archive({ jobId: 'job', planId: id, format: 'zip' }, asked, 'session')).bytes(),
      )
    }
    const whole = await read()
    for (let start = 0; start < whole.length; start += 97) {
      const end = Math.min(start + 200, whole.length - 1)
      expect((await read(`bytes=${start}-${end}`)).equals(whole.subarray(start, end + 1)), `${start}`).toBe(true)
    }
  })
})

describe('holes in a tar for Unix', () => {
  const zeros = Buffer.alloc(256 * 1024)
  const sparse = (name: string, ...chunks: Buffer[]): FakeObject => {
    const size = chunks.reduce((sum, { length }) => sum + length, 0)
    return { ...object(name, '', { size, holes: true }), chunks }
  }
  const long = `${'folder/'.repeat(20)}é`
  const files = [
    sparse('begins', zeros, noise(70_000, 1)),
    sparse('ends', noise(70_000, 2), zeros, zeros),
    sparse(long, zeros, noise(70_000, 3), noise(70_000, 4), zeros, noise(700, 5)),
    sparse('nothing', zeros, zeros),
    sparse('without', noise(70_000, 6), noise(70_000, 7)),
    { name: 'zeros that nobody called holes', chunks: [zeros, zeros] },
  ]
  const content = ({ chunks }: FakeObject) => Buffer.concat(chunks)
  const asked = (headers: Record<string, string> = {}) => ({
    method: 'GET' as const,
    headers: new Headers(headers),
    signal: new AbortController().signal,
  })
  async function planFiles(naming: 'portable' | 'unix') {
    const fake = fakeSource(files)
    const store = await openDownloads(fake.source)
    const id = await planned(store.downloads, { jobId: 'job', format: 'tar', naming, selection: wholeJob })
    const read = async (headers?: Record<string, string>) =>
      Buffer.from(
        await (
          await store.downloads.archive({ jobId: 'job', planId: id, format: 'tar' }, asked(headers), 'session')
        ).bytes(),
      )
    return { ...store, state: fake.state, id, read }
  }

  const readers = {
    tar: 'tar -xf a.tar -C out',
    bsdtar: 'bsdtar -xf a.tar -C out',
    python3: `python3 -c 'import tarfile;tarfile.open("a.tar").extractall("out")'`,
  }
  for (const [reader, command] of Object.entries(readers))
    it.skipIf(!has(reader))(`are left out and come back for ${reader}`, async () => {
      await using store = await planFiles('unix')
      const bytes = await store.read()
      expect(bytes.length).toBeLessThan(4 * zeros.length)
      writeFileSync(join(store.directory, 'a.tar'), bytes)
      mkdirSync(join(store.directory, 'out'))
      run('sh', ['-c', command], store.directory)
      for (const one of files) {
        const path = join(store.directory, 'out', one.name)
        expect(readFileSync(path).equals(content(one)), one.name).toBe(true)
        if (one.name === 'nothing') expect(statSync(path).blocks).toBe(0)
      }
    })

  it('are read in no part, and every part is exact', async () => {
    await using store = await planFiles('unix')
    const whole = await store.read()
    expect(store.state.fetched.filter((chunk) => /^(begins#0|ends#2|nothing#0)/.test(chunk))).toEqual([])
    for (let start = 0; start < whole.length; start += 13_331) {
      const end = Math.min(start + 90_000, whole.length - 1)
      const part = await store.read({ range: `bytes=${start}-${end}` })
      expect(part.equals(whole.subarray(start, end + 1)), `${start}`).toBe(true)
    }
  })

  it('are zeros where nobody knows who unpacks it', async () => {
    await using store = await planFiles('portable')
    const bytes = await store.read()
    expect(bytes.length).toBeGreaterThan(8 * zeros.length)
    expect(bytes.includes('GNU.sparse')).toBe(false)
  })

  it('are no verified content', async () => {
    await using store = await planFiles('unix')
    await store.read()
    const [coverage] = await store.ledger.verification.coverage('http://fake', ['job'])
    expect(coverage).toMatchObject({ objects: 2 })
  })
})
