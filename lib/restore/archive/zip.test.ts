import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ArchiveEntry } from './entry.ts'
import { has, run, tempFolder } from './readers.fixture.ts'
import { zipCentral, zipEnd, zipHead, zipTail, zipTailLength } from './zip.ts'

const mtime = 1_700_000_000_000_000_000n
const file = (name: string, content: string, known: boolean): ArchiveEntry & { content: string } => ({
  name,
  type: 'file',
  size: Buffer.byteLength(content),
  mtime,
  mode: 0o644,
  content,
  ...(known && { crc32: crc32(content) }),
})
const entries = [
  file('known.txt', 'its CRC stood in the header', true),
  file('é-日本-😀.txt', 'its CRC follows', false),
  file('empty', '', false),
  { name: 'folder/', type: 'directory' as const, size: 0, mtime: -1n, mode: 0o755, content: '' },
  file(`${'deep/'.repeat(60)}file.txt`, 'x'.repeat(70_000), false),
  { ...file('program', '#!/bin/sh', true), mode: 0o751 },
]

function archive(list: (ArchiveEntry & { content: string })[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const entry of list) {
    const crc = crc32(entry.content)
    central.push(zipCentral(entry, at, crc))
    const whole = Buffer.concat([zipHead(entry), Buffer.from(entry.content), zipTail(entry, crc)])
    expect(whole.length).toBe(zipHead(entry).length + entry.size + zipTailLength(entry))
    parts.push(whole)
    at += whole.length
  }
  const directory = Buffer.concat(central)
  return Buffer.concat([...parts, directory, zipEnd(list.length, at, directory.length)])
}

const readers: Record<string, (folder: string) => void> = {
  unzip: (folder) => run('unzip', ['-q', 'a.zip', '-d', 'out'], folder),
  '7z': (folder) => run('7z', ['x', '-bd', '-oout', 'a.zip'], folder),
  bsdtar: (folder) => run('sh', ['-c', 'mkdir out && bsdtar -xf a.zip -C out'], folder),
  python3: (folder) =>
    run(
      'python3',
      ['-c', 'import zipfile;z=zipfile.ZipFile("a.zip");assert z.testzip() is None;z.extractall("out")'],
      folder,
    ),
}

describe('zip', () => {
  for (const [reader, extract] of Object.entries(readers))
    it.skipIf(!has(reader))(`is read back by ${reader}`, () => {
      using folder = tempFolder()
      writeFileSync(join(folder.path, 'a.zip'), archive(entries))
      extract(folder.path)
      for (const entry of entries.filter(({ type }) => type === 'file')) {
        const path = join(folder.path, 'out', entry.name)
        expect(readFileSync(path, 'utf8')).toBe(entry.content)
        if (reader !== 'python3') expect(statSync(path).mode & 0o777, entry.name).toBe(entry.mode)
      }
    })

  it.skipIf(!has('python3'))('D19 more than 65,535 entries are counted', () => {
    using folder = tempFolder()
    const many = Array.from({ length: 70_000 }, (_, index) => file(`f${index}`, '', true))
    writeFileSync(join(folder.path, 'a.zip'), archive(many))
    expect(run('python3', ['-c', 'import zipfile;print(len(zipfile.ZipFile("a.zip").infolist()))'], folder.path)).toBe(
      '70000\n',
    )
  })

  for (const size of [0xffff_fffe, 0xffff_ffff, 0x1_0000_0001])
    it.skipIf(!has('python3'))(`D19 a sparse entry of ${size} bytes and one behind it`, () => {
      using folder = tempFolder()
      const big: ArchiveEntry = { name: 'big', type: 'file', size, mtime, mode: 0o644 }
      const small = file('behind', 'found', true)
      const path = join(folder.path, 'a.zip')
      const out = openSync(path, 'w')
      const head = zipHead(big)
      const smallAt = head.length + size + zipTailLength(big)
      writeSync(out, head, 0, head.length, 0)
      writeSync(out, zipTail(big, 0), 0, zipTailLength(big), head.length + size)
      const rest = [zipHead(small), Buffer.from(small.content)]
      const start = smallAt + Buffer.concat(rest).length
      const central = Buffer.concat([zipCentral(big, 0, 0), zipCentral(small, smallAt, crc32('found'))])
      const tail = Buffer.concat([...rest, central, zipEnd(2, start, central.length)])
      writeSync(out, tail, 0, tail.length, smallAt)
      ftruncateSync(out, smallAt + tail.length)
      closeSync(out)
      const script =
        'import zipfile;z=zipfile.ZipFile("a.zip");print([i.file_size for i in z.infolist()],z.read("behind"))'
      expect(run('python3', ['-c', script], folder.path)).toBe(`[${size}, 5] b'found'\n`)
      if (has('7z')) expect(run('7z', ['l', '-ba', 'a.zip'], folder.path)).toContain(String(size))
    })
})
