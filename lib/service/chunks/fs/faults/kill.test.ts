import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { ChunkRecord } from '../../../ports.ts'
import { openStore } from '../../../store.ts'
import { bytesOf, collect, temporaryFolder } from '../../testing.ts'
import { openFsChunkStore } from '../index.ts'
import { ended, messages, startChild } from './children.ts'

vi.setConfig({ testTimeout: 300_000 }) // many processes one after another, on a machine that may be busy

interface Acknowledged {
  seed: string
  chunk: ChunkRecord
}

it('T4 kill -9 in the middle of eight uploads, twenty times: every acknowledged chunk is there', async () => {
  await using folder = await temporaryFolder()
  const dataDir = join(folder.path, 'data')
  const acknowledged: Acknowledged[] = []
  for (let round = 1; round <= 20; round++) {
    const child = startChild('kill.child.ts', [dataDir, `${round}`])
    let left = 1 + ((round * 7) % 25)
    for await (const message of messages<Acknowledged>(child)) {
      acknowledged.push(message)
      if (--left === 0) child.kill('SIGKILL')
    }
    await ended(child)

    await using store = await openStore(dataDir)
    expect(await readdir(store.paths.tmp)).toEqual([])
    await using chunks = await openFsChunkStore({ directory: store.paths.root })
    for (const { seed, chunk } of acknowledged)
      expect((await chunks.get(chunk)).equals(bytesOf(seed, chunk.length))).toBe(true)
    if (round === 20) {
      const entries = await collect(chunks.entries())
      for (const entry of entries)
        if (entry.kind === 'chunk') expect(await chunks.get(entry.chunk)).toHaveLength(entry.chunk.length)
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged.length)
    }
    expect(await readdir(store.paths.quarantine)).toEqual([])
  }
  expect(acknowledged.length).toBeGreaterThan(200)
})
