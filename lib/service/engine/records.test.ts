import { expect, it } from 'vitest'
import { memoryChunkStore } from '../chunks/memory.testing.ts'
import type { ManifestRecord } from '../ports.ts'
import { createRecords } from './records.ts'

const record = (name: string): ManifestRecord => ({ kind: 'job', json: JSON.stringify(name) })
const done = async () => ({ ok: true })
const refused = async () => ({ ok: false })
const failing = () => Promise.reject(new Error('disk I/O error'))

/** Records in a store whose disk can be full, with what they have written so far and the mark they have set. */
function opened() {
  const chunks = memoryChunkStore()
  const disk = { isFull: false }
  let settled: number | undefined = 0
  const mark = {
    get settled() {
      return settled
    },
    async write(next: number) {
      settled = next
    },
  }
  const appendManifest: typeof chunks.appendManifest = async (manifest) => {
    if (disk.isFull) throw new Error('The disk is full')
    return await chunks.appendManifest(manifest)
  }
  const records = createRecords({ ...chunks, appendManifest }, { clock: () => 9, mark })
  const written = () => chunks.manifests.map(({ json }) => JSON.parse(json))
  return { records, disk, written, settled: () => settled }
}
const voidOf = (of: number) => ({ v: 1, event: 'void', of, at: 9 })

it('makes void what the index refused or failed to enter', async () => {
  const { records, written } = opened()
  await records.enter([record('a')], done)
  await expect(records.enter([record('part'), record('b')], failing)).rejects.toThrow('disk I/O error')
  expect(await records.enter([record('c')], refused)).toEqual({ ok: false })
  expect(written()).toEqual(['a', 'part', 'b', voidOf(2), 'c', voidOf(4)])
})

it('records nothing before a void that the disk did not take', async () => {
  const { records, disk, written } = opened()
  const full = async () => {
    disk.isFull = true
    return await failing()
  }
  await expect(records.enter([record('a')], full)).rejects.toThrow('disk I/O error')
  await expect(records.enter([record('b')], done)).rejects.toThrow('The disk is full')
  expect(written()).toEqual(['a'])
  disk.isFull = false
  await records.enter([record('c')], done)
  expect(written()).toEqual(['a', voidOf(0), 'c'])
})

it('notes as settled nothing that is under way, nor what failed before the index took something again', async () => {
  const { records, settled } = opened()
  await records.enter([record('a')], done)
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean }>()
  const underWay = records.enter([record('b')], () => promise)
  await records.enter([record('c')], done)
  await records.settle()
  expect(settled()).toBe(1)
  resolve({ ok: true })
  await underWay
  await expect(records.enter([record('d')], failing)).rejects.toThrow('disk I/O error')
  await records.settle()
  expect(settled()).toBe(3)
  await records.enter([record('e')], done)
  await records[Symbol.asyncDispose]()
  expect(settled()).toBe(6)
})

it('notes nothing as settled while a void is not written', async () => {
  const { records, disk, settled } = opened()
  await records.enter([record('a')], done)
  disk.isFull = true
  await records.revoke([0])
  await records[Symbol.asyncDispose]()
  expect(settled()).toBe(0)
})
