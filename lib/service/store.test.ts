import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whyNot } from './chunks/fs/faults/children.ts'
import { temporaryFolder } from './chunks/testing.ts'
import { probeFolder } from './data-folder/probe.ts'
import { openStore } from './store.ts'

// Root may write wherever a disk lets it: what it cannot write to is a volume mounted read-only.
const noNamespaces = whyNot('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o ro tmpfs /mnt'])

describe('a data folder', () => {
  it('is made with private folders, and opened again as the same store', async () => {
    await using folder = await temporaryFolder()
    const dataDir = join(folder.path, 'some', 'data')
    let generation: string
    {
      await using store = await openStore(dataDir)
      generation = store.header.generation
      expect(generation).toMatch(/^[0-9a-f-]{36}$/)
      expect(store.paths.root).toBe(join(dataDir, 'v1'))
      for (const path of Object.values(store.paths)) expect((await stat(path)).mode & 0o777).toBe(0o700)
      for (const name of ['chunks', 'packs', 'tmp'] as const) expect(await readdir(store.paths[name])).toEqual([])
    }
    await using store = await openStore(dataDir)
    expect(store.header).toEqual({ id: generation, generation, openings: 0 })
  })

  it('is made private when it was not', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'data'))
    await chmod(join(folder.path, 'data'), 0o755)
    await using store = await openStore(join(folder.path, 'data'))
    expect((await stat(store.paths.dataDir)).mode & 0o777).toBe(0o700)
  })

  it('has one owner at a time, in this process and in others', async () => {
    await using folder = await temporaryFolder()
    {
      await using store = await openStore(folder.path)
      const inUse = { name: 'FolderInUseError', pid: process.pid, dataDir: store.paths.dataDir }
      await expect(openStore(folder.path)).rejects.toMatchObject(inUse)
      const script = `import { openStore } from ${JSON.stringify(new URL('store.ts', import.meta.url).href)}
        await openStore(${JSON.stringify(folder.path)}).catch((error) => console.log(error.name, error.pid))`
      const other = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
      expect(other.stdout).toBe(`FolderInUseError ${process.pid}\n`)
    }
    await using _ = await openStore(folder.path)
  })

  it('R16 is swept of what earlier processes were writing', async () => {
    await using folder = await temporaryFolder()
    const tmp = join(folder.path, 'v1', 'tmp')
    await mkdir(tmp, { recursive: true })
    await writeFile(join(tmp, `${process.pid}-0123456789abcdef-left`), 'half a chunk')
    await using store = await openStore(folder.path)
    expect(await readdir(store.paths.tmp)).toEqual([])
  })

  it.each([
    ['2', '{"format":2,"generation":"x"}', 'format 2'],
    ['none', '{}', 'store.json cannot be understood; put it back from a copy'],
    ['another generation', '{"format":1,"generation":5}', 'store.json cannot be understood; put it back from a copy'],
    ['half', '{"format":1,"gen', 'store.json cannot be understood; put it back from a copy'],
  ])('T10 of another format (%s) is refused and left as it is', async (_, header, sentence) => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'store.json'), header)
    await chmod(folder.path, 0o755)
    await expect(openStore(folder.path)).rejects.toMatchObject({
      name: 'StoreFormatError',
      message: expect.stringContaining(sentence),
    })
    expect(await readFile(join(folder.path, 'store.json'), 'utf8')).toBe(header)
    expect(await readdir(folder.path)).toEqual(['store.json'])
    expect((await stat(folder.path)).mode & 0o777).toBe(0o755)
  })

  it('with other things in it is refused, in a sentence, and left as it is', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'letter.txt'), '')
    await chmod(folder.path, 0o755)
    await expect(openStore(folder.path)).rejects.toMatchObject({
      name: 'FolderNotOursError',
      message: `The folder ${folder.path} holds other things ("letter.txt"); give Thaw an empty or a new folder for its data with --data-dir or THAW_DATA_DIR`,
    })
    expect((await stat(folder.path)).mode & 0o777).toBe(0o755)
    expect(await readdir(folder.path)).toEqual(['letter.txt'])
  })

  it('that was used for browsing only becomes a store', async () => {
    await using folder = await temporaryFolder()
    const names = ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm', 'running.json', 'credentials.json']
    for (const name of names) await writeFile(join(folder.path, name), '')
    await mkdir(join(folder.path, 'lost+found'))
    await using store = await openStore(folder.path)
    expect(await readdir(store.paths.dataDir)).toEqual(expect.arrayContaining([...names, 'store.json']))
  })

  it('that is a file is refused in a sentence', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'data'), '')
    for (const path of ['data', 'data/below']) {
      const opening = openStore(join(folder.path, path))
      await expect(opening).rejects.toMatchObject({ name: 'FolderUnusableError', message: /is a file$/ })
    }
  })

  it.skipIf(noNamespaces)(`that may not be written to is refused in a sentence ${noNamespaces ?? ''}`, async () => {
    await using folder = await temporaryFolder()
    const script = `import { openStore } from ${JSON.stringify(new URL('store.ts', import.meta.url).href)}
      await openStore(process.argv[1]).catch((error) => console.log(error.name, error.message))`
    const mount = `mount -t tmpfs -o ro tmpfs "$0" && exec "$@"`
    const node = [process.execPath, '--input-type=module', '-e', script, folder.path]
    const { stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', mount, folder.path, ...node], { encoding: 'utf8' })
    expect(stdout).toMatch(/^FolderNotWritableError .*cannot be written to/)
  })

  it('spread over two volumes is refused', async () => {
    await using folder = await temporaryFolder()
    const paths = { tmp: folder.path, chunks: folder.path, packs: '/proc' }
    await expect(probeFolder(folder.path, paths)).rejects.toMatchObject({ message: /on one volume$/ })
  })
})
