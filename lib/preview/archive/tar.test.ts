import { mkdirSync, readFileSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { has, run, tempFolder } from '#lib/restore/archive/readers.fixture.ts'
import { isTar } from '../containers.ts'
import { readerOf } from '../windowed.testing.ts'
import { type ListedEntry, type ListingPage, pageLength } from './listing.ts'
import { listTar } from './tar.ts'

const deep = `${'deep/'.repeat(40)}file.txt`

/** A folder of everything, packed by a real tar. */
function packed(tool: string, ...options: string[]): Buffer {
  using folder = tempFolder()
  const at = (name: string) => join(folder.path, 'x', name)
  mkdirSync(at('deep/'.repeat(40)), { recursive: true })
  writeFileSync(at('a.txt'), 'hello')
  writeFileSync(at('naïve – 日本.txt'), 'x'.repeat(5_000))
  writeFileSync(at(deep), '')
  writeFileSync(at('b\u202etxt.exe'), 'x')
  symlinkSync(`${'../'.repeat(50)}far`, at('link'))
  for (const name of ['a.txt', 'naïve – 日本.txt', deep]) utimesSync(at(name), 1_700_000_000, 1_700_000_000)
  run(tool, [...options, '-cf', 'a.tar', '-C', 'x', '.'], folder.path)
  return readFileSync(join(folder.path, 'a.tar'))
}

const find = ({ entries }: ListingPage, name: string): ListedEntry | undefined =>
  entries.find((entry) => entry.name === `./${name}`)

describe('the entries of a tar archive', () => {
  it.each([
    ['tar', '--format=gnu'],
    ['tar', '--format=pax'],
    ['tar', '--format=oldgnu'],
    ['bsdtar', '--format=pax'],
    ['bsdtar', '--format=gnutar'],
  ])('packed by %s %s are those that were packed', async (tool, format) => {
    if (!has(tool)) return
    const bytes = packed(tool, format)
    expect(isTar(bytes)).toBe(true)
    const page = await listTar(readerOf({ bytes }))
    expect([page.problem, page.next]).toEqual([undefined, undefined])
    expect(find(page, 'a.txt')).toEqual({
      name: './a.txt',
      kind: 'file',
      size: 5,
      modified: '2023-11-14 22:13:20 UTC',
    })
    expect(find(page, 'naïve – 日本.txt')).toMatchObject({ kind: 'file', size: 5_000 })
    expect(find(page, deep)).toMatchObject({ kind: 'file', size: 0 })
    expect(find(page, 'b\u202etxt.exe')).toBeDefined()
    expect(find(page, 'link')).toMatchObject({ kind: 'link', target: `${'../'.repeat(50)}far` })
    expect(find(page, 'deep/')).toMatchObject({ kind: 'folder', size: undefined })
  })

  it.each(['gnu', 'pax'])('of a file with holes tell its whole size (%s)', async (format) => {
    using folder = tempFolder()
    writeFileSync(join(folder.path, 'holes'), 'begin')
    truncateSync(join(folder.path, 'holes'), 300 * 1024 * 1024)
    for (let i = 1; i < 9; i++)
      run('sh', ['-c', `printf x | dd of=holes bs=1 seek=${i * 8_000_000} conv=notrunc status=none`], folder.path)
    writeFileSync(join(folder.path, 'last'), 'end')
    run('tar', [`--format=${format}`, '-Scf', 'a.tar', 'holes', 'last'], folder.path)
    const { entries, problem } = await listTar(readerOf({ bytes: readFileSync(join(folder.path, 'a.tar')) }))
    expect(problem).toBeUndefined()
    expect(entries).toMatchObject([
      { name: 'holes', kind: 'file', size: 300 * 1024 * 1024 },
      { name: 'last', size: 3 },
    ])
  })

  it('are read from the headers alone, a page at a time', async () => {
    using folder = tempFolder()
    mkdirSync(join(folder.path, 'x'))
    for (let i = 0; i < pageLength + 20; i++) writeFileSync(join(folder.path, 'x', `${1_000 + i}`), '')
    for (const name of ['1050', '1100']) truncateSync(join(folder.path, 'x', name), 20_000_000)
    run('tar', ['--sort=name', '-cf', 'a.tar', 'x'], folder.path)
    const reader = readerOf({ bytes: readFileSync(join(folder.path, 'a.tar')) })
    const first = await listTar(reader)
    expect(first.entries).toHaveLength(pageLength)
    expect(reader.bytesRead).toBeLessThan(1_000_000)
    const second = await listTar(reader, { from: first.next })
    expect([second.index, second.entries.length, second.next, second.problem]).toEqual([
      pageLength,
      21,
      undefined,
      undefined,
    ])
    expect(second.entries.at(-1)!.name).toBe(`x/${1_000 + pageLength + 19}`)
  })

  it('go on in the next page where enough was read for one', async () => {
    const large = Buffer.concat(Array.from({ length: 10 }, (_, i) => entry(`large-${i}`, 200_000)))
    const bytes = Buffer.concat([large, Buffer.alloc(1024)])
    const first = await listTar(readerOf({ bytes, most: 4 }))
    expect(first.entries.map(({ name }) => name)).toEqual(['large-0', 'large-1', 'large-2', 'large-3'])
    expect(first.next).toEqual({ at: 4 * (512 + 200_192), index: 4 })
    const rest = await listTar(readerOf({ bytes }), { from: first.next })
    expect(rest.entries.map(({ name }) => name)).toEqual([4, 5, 6, 7, 8, 9].map((i) => `large-${i}`))
  })

  it('have the name that readers take where a header has it twice: the last one', async () => {
    const records = Buffer.alloc(512)
    records.write('17 path=harmless\n13 path=real\n')
    const bytes = Buffer.concat([entry('pax', 30, 'x').subarray(0, 512), records, entry('x', 0), Buffer.alloc(1024)])
    using folder = tempFolder()
    writeFileSync(join(folder.path, 'a.tar'), bytes)
    expect(run('tar', ['-tf', 'a.tar'], folder.path)).toBe('real\n')
    expect((await listTar(readerOf({ bytes }))).entries.map(({ name }) => name)).toEqual(['real'])
  })

  it('end with what is wrong, behind those that are whole', async () => {
    const bytes = Buffer.concat([entry('one', 10), entry('two', 10), Buffer.alloc(1024)])
    const names = async (bytes: Uint8Array, whole = true) => {
      const { entries, problem } = await listTar(readerOf({ bytes }), { whole })
      return [entries.map(({ name }) => name).join(), problem]
    }
    expect(await names(bytes.subarray(0, 1024))).toEqual(['one', 'The archive breaks off here: it has no end.'])
    expect(await names(bytes.subarray(0, 1300), false)).toEqual(['one', 'What follows was not unpacked.'])
    const broken = Buffer.from(bytes)
    broken[1024 + 3] = 0x58
    expect(await names(broken)).toEqual(['one', 'What follows is no header of a tar archive.'])
    const place = { index: 1, offset: 1024, length: 1024, checksum: 'x' }
    expect(await listTar(readerOf({ bytes, broken: [place] }))).toMatchObject({ entries: [{ name: 'one' }], place })
  })

  it('M05 with sizes beyond all bounds lead nowhere', async () => {
    for (const size of [
      Buffer.from('\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1'),
      '77777777777 ',
      'none',
    ])
      expect(
        (await listTar(readerOf({ bytes: Buffer.concat([entry('x', size), Buffer.alloc(1024)]) }))).problem,
      ).toMatch(/no header|breaks off/)
    const extended = Buffer.concat([entry('x', '77777777777 ', 'x'), Buffer.alloc(4096)])
    expect(await listTar(readerOf({ bytes: extended }))).toMatchObject({ entries: [], problem: /breaks off/ })
    const holes = entry('holes', 0, 'S')
    holes[482] = 1
    const endless = Buffer.concat([seal(holes), Buffer.alloc(20_000_000, 1)])
    const reader = readerOf({ bytes: endless })
    expect(await listTar(reader)).toMatchObject({ entries: [], problem: 'No more of it was read.' })
    expect(reader.reads).toBeLessThanOrEqual(64)
  })

  it('M05 N12 of bytes that were tampered with always end, and little is read for them', async () => {
    const real = packed('tar', '--format=pax')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { maxLength: 40 }),
        fc.boolean(),
        async (changes, sealed) => {
          const bytes = Buffer.from(real)
          for (const [at, byte] of changes) bytes[at] = byte
          if (sealed) for (let at = 0; at < bytes.length; at += 512) seal(bytes.subarray(at, at + 512))
          const reader = readerOf({ bytes })
          const { entries } = await listTar(reader)
          expect(entries.length).toBeLessThanOrEqual(pageLength)
          expect(reader.reads).toBeLessThanOrEqual(64)
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })
})

/** An entry as the oldest tar wrote it, with zeros as its content. */
function entry(name: string, size: number | string | Buffer, type = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(name)
  const field = typeof size === 'number' ? `${size.toString(8).padStart(11, '0')} ` : size
  header.set(Buffer.from(field as string, 'latin1'), 124)
  header.write('00000000000 ', 136)
  header.write(type, 156)
  const content = typeof size === 'number' ? Math.ceil(size / 512) * 512 : 0
  return Buffer.concat([seal(header), Buffer.alloc(content)])
}

/** Puts the right checksum into a header. */
function seal(header: Buffer): Buffer {
  header.write('        ', 148)
  let sum = 0
  for (const byte of header.subarray(0, 512)) sum += byte
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
