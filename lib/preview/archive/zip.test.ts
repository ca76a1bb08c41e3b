import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { has, run, tempFolder } from '#lib/restore/archive/readers.fixture.ts'
import { isZip } from '../containers.ts'
import { readerOf } from '../windowed.testing.ts'
import { type ListingPage, pageLength } from './listing.ts'
import { listZip } from './zip.ts'

const find = ({ entries }: ListingPage, name: string) => entries.find((entry) => entry.name === name)

/** A zip archive made by Python, which can write what others cannot. */
function byPython(script: string): Buffer {
  using folder = tempFolder()
  run('python3', ['-c', `import zipfile, io, struct\n${script}`], folder.path)
  return readFileSync(join(folder.path, 'a.zip'))
}

const plain = () =>
  byPython('with zipfile.ZipFile("a.zip", "w") as z:\n  z.writestr("one", "1")\n  z.writestr("two/", "")')

describe('the entries of a zip archive', () => {
  it.skipIf(!has('zip'))('packed by Info-ZIP are those that were packed', async () => {
    using folder = tempFolder()
    const at = (name: string) => join(folder.path, name)
    mkdirSync(at('folder'))
    writeFileSync(at('a.txt'), 'x'.repeat(100_000))
    writeFileSync(at('folder/naïve – 日本.txt'), 'hello')
    symlinkSync('a.txt', at('link'))
    run('touch', ['-d', '@1700000000', 'a.txt'], folder.path)
    run('zip', ['-qry', 'a.zip', 'a.txt', 'folder', 'link'], folder.path)
    run('zip', ['-q', '-P', 'secret', 'a.zip', '-j', 'folder/naïve – 日本.txt'], folder.path)
    const bytes = readFileSync(at('a.zip'))
    expect(isZip(bytes)).toBe(true)
    const page = await listZip(readerOf({ bytes }))
    expect(page).toMatchObject({ total: 5, index: 0 })
    expect([page.problem, page.next]).toEqual([undefined, undefined])
    expect(find(page, 'a.txt')).toEqual({
      name: 'a.txt',
      kind: 'file',
      size: 100_000,
      modified: '2023-11-14 22:13:20 UTC',
    })
    expect(find(page, 'folder/')).toMatchObject({ kind: 'folder', size: undefined })
    expect(find(page, 'folder/naïve – 日本.txt')).toMatchObject({ kind: 'file', size: 5 })
    expect(find(page, 'naïve – 日本.txt')).toMatchObject({ encrypted: true })
    expect(find(page, 'link')).toMatchObject({ kind: 'link' })
  })

  it.skipIf(!has('python3'))('are read a page at a time, from the directory alone', async () => {
    const bytes = byPython(
      `with zipfile.ZipFile("a.zip", "w") as z:
  z.writestr("large", bytes(3_000_000))
  for i in range(${pageLength + 19}): z.writestr(f"{i}", "")
  z.comment = b"PK\\x05\\x06" + b"x" * 60000`,
    )
    const reader = readerOf({ bytes })
    const first = await listZip(reader)
    expect([first.total, first.entries.length, first.entries[0]!.size]).toEqual([
      pageLength + 20,
      pageLength,
      3_000_000,
    ])
    const second = await listZip(reader, { from: first.next })
    expect([second.index, second.entries.at(-1)!.name, second.next]).toEqual([
      pageLength,
      `${pageLength + 18}`,
      undefined,
    ])
    expect(reader.bytesRead).toBeLessThan(500_000)
  })

  it.skipIf(!has('python3'))(
    'D19 of more than 65,535, with sizes beyond four GiB and behind a program, are told',
    async () => {
      const bytes = byPython(
        `with zipfile.ZipFile("a.zip", "w") as z:
  for i in range(65600): z.writestr(str(i), "")
  z.filelist[0].file_size = 5 * 2**30
with open("b", "wb") as f: f.write(b"PK\\x03\\x04" + b"x" * 1000 + open("a.zip", "rb").read())
import os; os.rename("b", "a.zip")`,
      )
      const page = await listZip(readerOf({ bytes }))
      expect([page.total, page.problem, page.entries.length]).toEqual([65_600, undefined, pageLength])
      expect(find(page, '0')!.size).toBe(5 * 2 ** 30)
    },
  )

  it.skipIf(!has('python3'))('have names in UTF-8, marked or not, else in code page 437', async () => {
    const named = (name: string, flag: number) => {
      const bytes = plain()
      const at = bytes.indexOf('PK\x01\x02', 0, 'latin1')
      bytes.set(Buffer.from(name, 'latin1'), at + 46)
      bytes.writeUInt16LE(flag, at + 8)
      return bytes
    }
    const name = async (bytes: Buffer) => (await listZip(readerOf({ bytes }))).entries[0]!.name
    expect(await name(named('\x81ne', 0))).toBe('üne')
    expect(await name(named('\xc3\xaf1', 0))).toBe('ï1')
    expect(await name(named('\xc3\xaf1', 0x800))).toBe('ï1')
  })

  it.skipIf(!has('python3'))(
    'M05 of a bomb are listed and nothing else: what it says of its size is told',
    async () => {
      const bytes = byPython(
        `b = io.BytesIO()
with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as z: z.writestr("bomb", bytes(50_000_000))`,
      )
      const reader = readerOf({ bytes })
      expect((await listZip(reader)).entries).toMatchObject([{ name: 'bomb', size: 50_000_000 }])
      expect(reader.bytesRead).toBeLessThanOrEqual(2 * bytes.length)
    },
  )

  it.skipIf(!has('python3'))('are not told of an archive whose directory is not there or not right', async () => {
    const bytes = plain()
    const problem = async (change: (bytes: Buffer) => Buffer | undefined) => {
      const changed = Buffer.from(bytes)
      return (await listZip(readerOf({ bytes: change(changed) ?? changed }))).problem
    }
    const end = bytes.length - 22
    expect(await problem((bytes) => bytes.subarray(0, -1))).toMatch(/no directory at its end/)
    expect(await problem((bytes) => Buffer.concat([bytes, Buffer.from('x')]))).toMatch(/no directory at its end/)
    expect(await problem((bytes) => void bytes.writeUInt32LE(0xfffffff0, end + 12))).toMatch(/not as it should be/)
    expect(await problem((bytes) => void bytes.writeUInt16LE(1, end + 4))).toMatch(/several files/)
    expect(await problem((bytes) => void bytes.writeUInt16LE(9, end + 10))).toMatch(/says it has 9 entries/)
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1')
    expect(await problem((bytes) => void bytes.writeUInt16LE(0xffff, at + 28))).toMatch(/not as it should be/)
    const place = { index: 0, offset: 0, length: bytes.length, checksum: 'x' }
    expect(await listZip(readerOf({ bytes, broken: [place] }))).toMatchObject({ entries: [], place })
  })

  it.skipIf(!has('python3'))(
    'M05 N12 of bytes that were tampered with always end, and little is read for them',
    async () => {
      const real = byPython(
        'with zipfile.ZipFile("a.zip", "w") as z:\n  for i in range(40): z.writestr(f"name {i}", "x" * i)',
      )
      const directory = real.indexOf('PK\x01\x02', 0, 'latin1')
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.integer({ min: directory, max: real.length - 1 }), fc.nat(255)), { maxLength: 30 }),
          async (changes) => {
            const bytes = Buffer.from(real)
            for (const [at, byte] of changes) bytes[at] = byte
            const reader = readerOf({ bytes })
            expect((await listZip(reader)).entries.length).toBeLessThanOrEqual(pageLength)
            expect(reader.reads).toBeLessThanOrEqual(64)
          },
        ),
        { seed: 5, numRuns: 500 },
      )
    },
  )
})
