import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isGzip } from '#lib/preview/containers.ts'
import { run, tempFolder } from '#lib/restore/archive/readers.fixture.ts'
import { gzipName, unpackBeginning } from './unpack.ts'

const text = 'the same line again and again\n'.repeat(1_000)
const packed = (content: string) => new Uint8Array(gzipSync(content))

describe('gzip', () => {
  it('is told by its first bytes', () => {
    expect(isGzip(packed(text))).toBe(true)
    expect(isGzip(new TextEncoder().encode(text))).toBe(false)
    expect(isGzip(new Uint8Array())).toBe(false)
  })

  it('tells the name that was packed, where it has one', () => {
    using folder = tempFolder()
    writeFileSync(join(folder.path, 'naïve – 日本.log'), text)
    run('gzip', ['naïve – 日本.log'], folder.path)
    expect(gzipName(readFileSync(join(folder.path, 'naïve – 日本.log.gz')))).toBe('naïve – 日本.log')
    expect(gzipName(packed(text))).toBeUndefined()
    const header = [0x1f, 0x8b, 8, 0x0c, 0, 0, 0, 0, 0, 3]
    expect(gzipName(Uint8Array.from([...header, 2, 0, 9, 9, 0x61, 0]))).toBe('a')
    expect(gzipName(Uint8Array.from([...header, 0xff, 0xff]))).toBeUndefined()
    expect(gzipName(Uint8Array.from([...header, 0, 0, ...Array(5_000).fill(0x61)]))).toBeUndefined()
  })

  it('is unpacked whole', async () => {
    const { bytes, whole } = await unpackBeginning(packed(text))
    expect(new TextDecoder().decode(bytes)).toBe(text)
    expect(whole).toBe(true)
  })

  it('M05 of which little unpacks to very much is unpacked no further than there is room for', async () => {
    const bomb = packed('a'.repeat(64 * 1024 * 1024))
    const { bytes, whole } = await unpackBeginning(bomb, { most: 100_000 })
    expect(bytes).toHaveLength(100_000)
    expect(whole).toBe(false)
  })

  it('of which more follows is never called whole, also where a part ends', async () => {
    expect((await unpackBeginning(packed(text), { all: false })).whole).toBe(false)
  })

  it('that is cut off or damaged gives what comes before', async () => {
    const noise = Array.from({ length: 50_000 }, (_, i) => ((i * 2654435761) % 4294967296).toString(36)).join('\n')
    const all = packed(noise)
    const cut = await unpackBeginning(all.slice(0, all.length / 2))
    expect(cut.whole).toBe(false)
    expect(cut.bytes.length).toBeGreaterThan(1_000)
    expect(noise.startsWith(new TextDecoder().decode(cut.bytes))).toBe(true)

    const damaged = all.slice()
    damaged.fill(0, all.length / 2)
    expect((await unpackBeginning(damaged)).whole).toBe(false)
  })
})
