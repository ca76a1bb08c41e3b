import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSourceFile } from './source-file.ts'
import { chunkSize } from './stored-metadata.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-source-'))
  path = join(folder, 'file')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function chunksOf(whileReading: () => void = () => {}): Promise<{ sizes: number[]; changed: boolean }> {
  await using file = await openSourceFile({ path })
  const sizes: number[] = []
  for (;;) {
    const chunk = await file.read(chunkSize)
    whileReading()
    if (chunk.length === 0) break
    sizes.push(chunk.length)
  }
  return { sizes, changed: await file.changed() }
}

describe('a source file', () => {
  it.each([
    [0, []],
    [1, [1]],
    [chunkSize - 1, [chunkSize - 1]],
    [chunkSize, [chunkSize]],
    [chunkSize + 1, [chunkSize, 1]],
    [2 * chunkSize, [chunkSize, chunkSize]],
  ])('of %i bytes comes in chunks of 4 MiB', async (size, sizes) => {
    writeFileSync(path, Buffer.alloc(size))
    expect(await chunksOf()).toEqual({ sizes, changed: false })
  })

  it('that grows, shrinks or is touched while being read has changed', async () => {
    writeFileSync(path, Buffer.alloc(100))
    expect((await chunksOf(() => appendFileSync(path, 'more'))).changed).toBe(true)
    expect((await chunksOf(() => truncateSync(path, 10))).changed).toBe(true)
    let touched = 1
    expect((await chunksOf(() => utimesSync(path, 1, touched++))).changed).toBe(true)
  })

  it('that grows for ever is read to the size it had when it was opened', async () => {
    writeFileSync(path, Buffer.alloc(chunkSize + 5))
    expect(await chunksOf(() => appendFileSync(path, 'more'))).toEqual({ sizes: [chunkSize, 5], changed: true })
  })

  it('is no symlink, no folder, and there', async () => {
    writeFileSync(join(folder, 'real'), 'x')
    symlinkSync('real', path)
    await expect(openSourceFile({ path })).rejects.toMatchObject({ name: 'SourceFileError', cause: { code: 'ELOOP' } })
    mkdirSync(join(folder, 'dir'))
    await expect(openSourceFile({ path: join(folder, 'dir') })).rejects.toMatchObject({ name: 'SourceFileError' })
    await expect(openSourceFile({ path: join(folder, 'none') })).rejects.toMatchObject({ cause: { code: 'ENOENT' } })
  })
})
