import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { recycle } from '#lib/storage/handover.ts'
import { bytesOf, checksumOf, temporaryFolder } from '../testing.ts'
import { Reader } from './reader.ts'

const bytes = bytesOf('file', 3 * 2 ** 20 + 123)

it.each([false, true])('reads whole files and stretches of them (past the cache: %s)', async (direct) => {
  await using folder = await temporaryFolder()
  await using reader = new Reader()
  const path = join(folder.path, 'file')
  await writeFile(path, bytes)
  expect(await reader.read({ path, length: bytes.length, direct, keep: true })).toMatchObject({
    kind: 'read',
    checksum: checksumOf(bytes),
  })
  const ends = [0, 1, 511, 512, 4095, 4096, 4097, 524_287, 524_288, 524_289, 1_000_003, bytes.length]
  for (const offset of ends) {
    for (const end of ends.filter((at) => at > offset)) {
      const answer = await reader.read({ path, offset, length: end - offset, direct, keep: true })
      if (answer.kind !== 'read') throw new Error(answer.kind)
      expect(bytes.subarray(offset, end).equals(answer.bytes!)).toBe(true)
      expect(answer.checksum).toBe(checksumOf(bytes.subarray(offset, end)))
    }
  }
})

it.each([false, true])(
  'tells what is not there, what is shorter, and what failed apart (past the cache: %s)',
  async (direct) => {
    await using folder = await temporaryFolder()
    await using reader = new Reader()
    const path = join(folder.path, 'file')
    const ask = (more: object) => reader.read({ path, length: 10, direct, keep: false, ...more })
    expect(await ask({})).toEqual({ kind: 'missing' })
    await writeFile(path, '12345')
    expect(await ask({})).toEqual({ kind: 'length', length: 5 })
    expect(await ask({ offset: 2, length: 4 })).toEqual({ kind: 'length', length: 3 })
    expect(await ask({ offset: 20, length: 4 })).toEqual({ kind: 'length', length: 0 })
    const read = { kind: 'read', checksum: checksumOf(Buffer.from('45')), bytes: undefined }
    expect(await ask({ offset: 3, length: 2 })).toEqual(read)
    await expect(ask({ path: join(folder.path, 'file', 'below') })).rejects.toMatchObject({
      name: 'StoreUnavailableError',
      cause: { code: 'ENOTDIR' },
    })
  },
)

it('refuses what it had yet to answer when it is closed, and everything after', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'file')
  await writeFile(path, bytes)
  const reader = new Reader()
  const ask = () => reader.read({ path, length: bytes.length, direct: false, keep: false })
  const asked = Promise.allSettled(Array.from({ length: 200 }, ask))
  await reader[Symbol.asyncDispose]()
  for (const answer of await asked)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ name: 'StoreUnavailableError' })
  await expect(ask()).rejects.toMatchObject({ name: 'StoreUnavailableError', message: 'The store is closed' })
})

it('reads into memory that was given back, and leaves nothing of it to who still looks', async () => {
  await using folder = await temporaryFolder()
  await using reader = new Reader()
  const other = bytesOf('other', bytes.length)
  await writeFile(join(folder.path, 'one'), bytes)
  await writeFile(join(folder.path, 'two'), other)
  const read = async (name: string) => {
    const answer = await reader.read({ path: join(folder.path, name), length: bytes.length, direct: false, keep: true })
    if (answer.kind !== 'read') throw new Error(answer.kind)
    return answer.bytes!
  }
  const first = await read('one')
  const kept = await read('one')
  recycle(first)
  expect(first).toHaveLength(0)
  expect((await read('two')).equals(other)).toBe(true)
  expect(kept.equals(bytes)).toBe(true)
})
