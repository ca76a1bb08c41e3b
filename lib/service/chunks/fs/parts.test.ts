import { type FileHandle, mkdir, readdir, writeFile } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { bytesOf, collect, expectationOf, temporaryFolder } from '../testing.ts'
import { verifiedBlocks } from './body.ts'
import { FolderSync } from './folder-sync.ts'
import { Holds } from './holds.ts'
import { layoutOf, packPath } from './layout.ts'
import { PackFiles } from './pack-files.ts'
import { writeFully } from './write-fully.ts'
import { WriteGuard } from './write-guard.ts'

it('who waits for a folder shares the next sync, not the one that already runs', async () => {
  const runs: PromiseWithResolvers<void>[] = []
  const folders = new FolderSync(() => {
    const run = Promise.withResolvers<void>()
    runs.push(run)
    return run.promise
  })
  let done = ''
  const first = folders.sync('a').then(() => (done += '1'))
  const second = folders.sync('a').then(() => (done += '2'))
  const third = folders.sync('a').then(() => (done += '3'))
  expect(runs).toHaveLength(1)
  runs[0]!.resolve()
  await first
  await turn()
  expect({ done, runs: runs.length }).toEqual({ done: '1', runs: 2 })
  runs[1]!.resolve()
  await Promise.all([second, third])
  expect({ done, runs: runs.length }).toEqual({ done: '123', runs: 2 })
})

it('a failed sync fails those who waited for it, and only them', async () => {
  let failing = true
  const folders = new FolderSync(async () => {
    if (failing) throw new Error('EIO')
  })
  const first = folders.sync('a')
  const second = folders.sync('a')
  await expect(first).rejects.toThrow('EIO')
  await expect(second).rejects.toThrow('EIO')
  failing = false
  await folders.sync('a')
})

it('claims for removal take each checksum once and never a held one', async () => {
  const holds = new Holds()
  const chunk = (checksum: string) => ({ checksum, length: 1, location: { kind: 'file' as const } })
  using held = await holds.hold('held')
  const claim = holds.claim([chunk('a'), chunk('held'), chunk('a'), chunk('b')])
  expect(claim.chunks.map(({ checksum }) => checksum)).toEqual(['a', 'b'])
  expect(holds.claim([chunk('a'), chunk('c')]).chunks).toEqual([chunk('c')])
  let got = false
  const waiting = holds.hold('a').then((hold) => {
    got = true
    return hold
  })
  await turn()
  expect(got).toBe(false)
  claim[Symbol.dispose]()
  using hold = await waiting
  expect(holds.claim([chunk('a'), chunk('held')]).chunks).toEqual([])
  expect([hold.disposed, held.disposed]).toEqual([false, false])
})

it('R15 hashing a body leaves the event loop a turn every 4 MiB', async () => {
  const bytes = bytesOf('large', 32 * 2 ** 20)
  let turns = 0
  let counting = true
  const count = async () => {
    while (counting) {
      await turn()
      turns++
    }
  }
  const counted = count()
  async function* onePiece() {
    yield bytes
  }
  const blocks = await collect(verifiedBlocks(onePiece(), expectationOf(bytes)))
  counting = false
  await counted
  expect(turns).toBeGreaterThanOrEqual(7)
  expect(Buffer.concat(blocks.flat()).equals(bytes)).toBe(true)
})

it.each([1, 7, 4096, 10_001])('writes everything when the kernel takes %i bytes at a time', async (most) => {
  const disk = Buffer.alloc(10_100)
  const handle = {
    async writev(blocks: Uint8Array[], position: number) {
      const taken = Buffer.concat(blocks).subarray(0, most)
      taken.copy(disk, position)
      return { bytesWritten: taken.length }
    },
  }
  const blocks = [bytesOf('a', 1), Buffer.alloc(0), bytesOf('b', 5000), bytesOf('c', 4999)]
  await writeFully(handle as unknown as FileHandle, blocks, 50)
  expect(disk.subarray(50, 10_050).equals(Buffer.concat(blocks))).toBe(true)
})

it('R03 refuses in words what would leave less than the reserve', async () => {
  await using folder = await temporaryFolder()
  const guard = new WriteGuard(folder.path, Number.MAX_SAFE_INTEGER, silent)
  await expect(guard.admit(1)).rejects.toMatchObject({
    name: 'StoreUnavailableError',
    message: /nearly full.*MiB left/,
  })
  await new WriteGuard(folder.path, 1, silent).admit(1)
})

it('R04 keeps few pack files open, and none that is in use is closed', async () => {
  await using folder = await temporaryFolder()
  const layout = layoutOf(folder.path)
  await mkdir(layout.packs)
  for (let pack = 1; pack <= 50; pack++) await writeFile(packPath(layout, pack), `pack ${pack}`)
  const handles = async () => (await readdir('/proc/self/fd').catch(() => [])).length
  const before = await handles()
  {
    await using files = new PackFiles(layout, 4)
    const reads = Array.from({ length: 500 }, (_, i) => files.read(1 + (i % 50), 5, 10))
    for (const [i, read] of (await Promise.all(reads)).entries()) expect(read?.toString()).toBe(`${1 + (i % 50)}`)
    expect((await handles()) - before).toBeLessThan(20)
    expect(await files.read(51, 0, 1)).toBeUndefined()
  }
  expect((await handles()) - before).toBeLessThan(10)
})
