import { lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ArchiveEntry } from './entry.ts'
import { has, run, tempFolder } from './readers.fixture.ts'
import { tarEnd, tarHead, tarHeadLength, tarPadding } from './tar.ts'

const mtime = 1_700_000_000_123_456_789n
const long = `${'deep/'.repeat(40)}file.txt`
const entries: (ArchiveEntry & { content?: string })[] = [
  { name: 'plain.txt', type: 'file', size: 5, mtime, mode: 0o640, content: 'hello' },
  { name: 'é-日本-😀.txt', type: 'file', size: 2, mtime: 0n, mode: 0o644, content: 'ok' },
  { name: 'empty/', type: 'directory', size: 0, mtime, mode: 0o750 },
  { name: long, type: 'file', size: 512, mtime: 1_000_000_000n, mode: 0o600, content: 'x'.repeat(512) },
  { name: 'link', type: 'symlink', size: 0, mtime, mode: 0o777, target: `${'../'.repeat(50)}far` },
]

function archive(): Buffer {
  const parts = entries.flatMap((entry) => [
    tarHead(entry),
    Buffer.from(entry.content ?? ''),
    Buffer.alloc(tarPadding(entry.size)),
  ])
  return Buffer.concat([...parts, tarEnd])
}

describe('tar', () => {
  it('tells how long a head is without making it', () => {
    for (const entry of [...entries, { ...entries[0]!, size: 2 ** 40, mtime: -1n }])
      expect(tarHeadLength(entry)).toBe(tarHead(entry).length)
  })

  for (const reader of ['tar', 'bsdtar'])
    it.skipIf(!has(reader))(`is read back by ${reader}: names, contents, modes, times, targets`, () => {
      using folder = tempFolder()
      writeFileSync(join(folder.path, 'a.tar'), archive())
      run(reader, ['-xpf', 'a.tar'], folder.path)
      for (const entry of entries) {
        const path = join(folder.path, entry.name)
        const found = lstatSync(path, { bigint: true })
        if (entry.type === 'symlink') expect(readlinkSync(path)).toBe(entry.target)
        else {
          expect(Number(found.mode) & 0o777, entry.name).toBe(entry.mode)
          expect(found.mtimeNs, entry.name).toBe(entry.mtime)
        }
        if (entry.type === 'file') expect(readFileSync(path, 'utf8')).toBe(entry.content)
      }
    })

  it.skipIf(!has('python3'))('is read back by Python', () => {
    using folder = tempFolder()
    writeFileSync(join(folder.path, 'a.tar'), archive())
    const listed = run(
      'python3',
      ['-c', 'import tarfile,json;print(json.dumps([[m.name,m.size] for m in tarfile.open("a.tar")]))'],
      folder.path,
    )
    expect(JSON.parse(listed)).toEqual(entries.map((entry) => [entry.name.replace(/\/$/, ''), entry.size]))
  })

  it('D17 says sizes beyond what the plain field holds, exactly', () => {
    const size = 2 ** 53 - 1
    const head = tarHead({ name: 'huge', type: 'file', size, mtime: 0n, mode: 0o644 }).toString('latin1')
    expect(head).toContain(` size=${size}\n`)
    expect(tarPadding(size)).toBe(1)
  })

  it('counts the length of a pax record into itself at every digit border', () => {
    for (let length = 80; length < 130; length++) {
      const head = tarHead({ name: `${'n'.repeat(length)}é`, type: 'file', size: 0, mtime: 0n, mode: 0o644 })
      const record = head.subarray(512).toString('utf8')
      const announced = Number(/^(\d+) path=/.exec(record)?.[1])
      expect(Buffer.from(record).subarray(0, announced).toString()).toMatch(/^\d+ path=n+é\n$/)
    }
  })
})
