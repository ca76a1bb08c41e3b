import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { ChunkRecord } from '../../../ports.ts'
import { bytesOf, checksumOf, collect, putBytes, temporaryFolder } from '../../testing.ts'
import { openFsChunkStore } from '../index.ts'
import { hexOf, layoutOf, shardFolder } from '../layout.ts'
import { ended, messages, startChild, whyNot } from './children.ts'

vi.setConfig({ testTimeout: 300_000 }) // many processes one after another, on a machine that may be busy

interface Outcome {
  seed: string
  length: number
  chunk?: ChunkRecord
  error?: { name: string; message: string; retryable: boolean }
  readable: number
}

const reason = whyNot('strace', ['-o', '/dev/null', '-e', 'trace=fsync', 'true'])

/** Runs the child with a fault injected; what it did with each put. One pool thread, so that calls have an order. */
async function runWith(directory: string, earlier: ChunkRecord, ...fault: string[]): Promise<Outcome[]> {
  const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-E', 'UV_THREADPOOL_SIZE=1', ...fault]
  const child = startChild('syscalls.child.ts', [directory, JSON.stringify(earlier)], strace)
  const outcomes: Outcome[] = []
  for await (const outcome of messages<Outcome>(child)) outcomes.push(outcome)
  expect(await ended(child)).toBe(0)
  return outcomes
}

async function folderWithChunk() {
  const folder = await temporaryFolder()
  await using chunks = await openFsChunkStore({ directory: folder.path })
  const { chunk } = await putBytes(chunks, bytesOf('earlier', 70_000))
  return { ...folder, chunk }
}

/** After the fault: what was acknowledged is whole, what was not left nothing behind, and writing works again. */
async function expectSound(directory: string, outcomes: Outcome[]) {
  expect(await readdir(join(directory, 'tmp'))).toEqual([])
  await using chunks = await openFsChunkStore({ directory })
  const files = (await collect(chunks.entries())).flatMap((e) =>
    e.kind === 'chunk' && e.chunk.location.kind === 'file' ? [e.chunk.checksum] : [],
  )
  for (const { seed, length, chunk, error } of outcomes) {
    const bytes = bytesOf(seed, length)
    if (chunk) expect((await chunks.get(chunk)).equals(bytes)).toBe(true)
    else expect(error).toMatchObject({ name: 'StoreUnavailableError', retryable: true })
    const again = await putBytes(chunks, bytes)
    expect((await chunks.get(again.chunk)).equals(bytes)).toBe(true)
  }
  expect(files).toHaveLength(1 + outcomes.filter(({ chunk }) => chunk?.location.kind === 'file').length)
}

it.skipIf(reason)(
  `T2 EIO at the Nth fsync: writes are off, reads go on, nothing acknowledged is lost ${reason ?? ''}`,
  async () => {
    let hits = 0
    for (let nth = 1; ; nth++) {
      await using folder = await folderWithChunk()
      const outcomes = await runWith(folder.path, folder.chunk, '-e', `inject=fsync:error=EIO:when=${nth}`)
      expect(outcomes.map(({ readable }) => readable)).toEqual([70_000, 70_000, 70_000, 70_000])
      const failed = outcomes.findIndex(({ error }) => error)
      await expectSound(folder.path, outcomes)
      if (failed < 0) break
      hits++
      for (const { error } of outcomes.slice(failed)) expect(error?.message).toContain('writes are off')
    }
    expect(hits).toBe(7) // two a file, one a packed chunk, one for the new pack's name
  },
)

it
  .skipIf(reason)
  .each(['pwritev:error=EIO', 'pwrite64:error=ENOSPC', 'link,linkat:error=EMFILE', 'fsync:error=ENOSPC'])(
  `T2 %s at the Nth call: that write fails, the next one works ${reason ?? ''}`,
  async (fault) => {
    for (let nth = 1; ; nth++) {
      await using folder = await folderWithChunk()
      const outcomes = await runWith(folder.path, folder.chunk, '-e', `inject=${fault}:when=${nth}`)
      await expectSound(folder.path, outcomes)
      const failed = outcomes.filter(({ error }) => error)
      if (failed.length === 0) {
        expect(nth).toBeGreaterThan(1)
        break
      }
      expect(failed).toHaveLength(1)
    }
  },
)

it.skipIf(reason)(
  `R04 no more files may be opened for the sync of a folder: refused, and not left under its name ${reason ?? ''}`,
  async () => {
    await using folder = await folderWithChunk()
    const layout = layoutOf(folder.path)
    const shard = shardFolder(layout, hexOf(checksumOf(bytesOf('file', 100_000))))
    // The folder of packs is opened once before, to list it.
    for (const [path, when] of [
      [shard, 1],
      [layout.packs, 2],
    ] as const) {
      const fault = `inject=openat:error=EMFILE:when=${when}+`
      const outcomes = await runWith(folder.path, folder.chunk, '-P', path, '-e', fault)
      expect(outcomes.some(({ error }) => error)).toBe(true)
      await expectSound(folder.path, outcomes)
    }
  },
)
