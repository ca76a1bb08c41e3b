import { createCipheriv, createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '#lib/ledger/sqlite/open-ledger.ts'
import { random } from '#lib/random.testing.ts'
import { planObject, readVerified } from '#lib/restore/index.ts'
import { sdkSource } from '#lib/storage/sdk-source.ts'
import { findObject, storedObject } from '#lib/storage/stored-object.ts'
import { listDamage, recheckChunk } from './damage.ts'
import { openTestStore, sha256, type TestObject, type TestStore } from './store.testing.ts'
import { createVerifications } from './verifications.ts'
import { metadata, walk } from './walk.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)
const rounds = 50
const filesARound = 24
const packedARound = 16

/** Bytes of their own for every name. */
function bytesOf(name: string, length: number): Buffer {
  const key = createHash('sha256').update(name).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

const signal = new AbortController().signal
let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store[Symbol.asyncDispose]())

/** Every finding as "object index". */
async function verify(jobId: string): Promise<string[]> {
  const found: string[] = []
  await walk({
    source: sdkSource({ storage: store.client, endpoint: store.endpoint }),
    scope: { jobId, prefix: '', name: null },
    seen: new Set<string>(),
    signal,
    onEvent(event) {
      if (event.kind === 'finding') found.push(`${event.finding.object} ${event.finding.chunkIndex}`)
    },
  })
  return found.sort()
}

async function read(jobId: string, name: string): Promise<{ bytes: Buffer; whole: boolean }> {
  const object = storedObject(store.client, jobId, (await findObject(store.client, { jobId, name }))!)
  const pieces: Uint8Array[] = []
  try {
    const plan = await planObject(object, signal)
    for await (const piece of readVerified(plan, { fetchChunk: object.fetchChunk, signal })) pieces.push(piece)
    return { bytes: Buffer.concat(pieces), whole: true }
  } catch {
    return { bytes: Buffer.concat(pieces), whole: false }
  }
}

describe(`damage on disk (seed ${seed})`, () => {
  const next = random(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  const some = <T>(items: readonly T[], count: number): T[] => {
    const left = [...items]
    return Array.from({ length: count }, () => left.splice(below(left.length), 1)[0]!)
  }

  const files = Array.from({ length: 60 }, (_, i) => bytesOf(`file ${i}`, 65_536 + (i % 3) * 1000))
  const packed = Array.from({ length: 60 }, (_, i) => bytesOf(`packed ${i}`, 200 + i * 100))
  const objects = new Map<string, TestObject>()
  let jobId: string

  beforeAll(async () => {
    jobId = await store.startJob('faults')
    for (let i = 0; i < 60; i++) {
      const more = Array.from({ length: below(4) }, () => pick([...files, ...packed])) // shared with other objects
      const blob = i % 5 === 0 ? packed[(i + 7) % 60]! : undefined
      objects.set(`folder/${String(i).padStart(2, '0')}`, { chunks: [files[i]!, ...more, packed[i]!], blob })
    }
    // One after the other: a packed chunk that two put at once may lie in the pack twice, and the damage must hit the one
    // the index names.
    for (const [name, object] of objects) await store.put(jobId, name, object)
    await store.commit(jobId)
  })

  const flip = (path: string, at: number) => {
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.of(readFileSync(path)[at]! ^ (1 << below(8))), 0, 1, at)
    closeSync(file)
  }

  /** Ways to damage the file of a chunk; swapping hits another chunk as well. */
  const ways: ((chunk: Buffer, other: Buffer) => Buffer[])[] = [
    (chunk) => {
      flip(store.fileOf(chunk), below(chunk.length))
      return [chunk]
    },
    (chunk) => {
      rmSync(store.fileOf(chunk))
      return [chunk]
    },
    (chunk) => {
      truncateSync(store.fileOf(chunk), below(chunk.length))
      return [chunk]
    },
    (chunk) => {
      writeFileSync(store.fileOf(chunk), 'a byte too many', { flag: 'a' })
      return [chunk]
    },
    (chunk, other) => {
      copyFileSync(store.fileOf(other), store.fileOf(chunk))
      writeFileSync(store.fileOf(other), chunk)
      return [chunk, other]
    },
  ]

  async function healByUpload(chunks: Buffer[], round: number): Promise<void> {
    const job = await store.startJob(`heal ${round}`)
    await Promise.all(chunks.map((chunk, i) => store.put(job, `chunk ${i}`, { chunks: [chunk] })))
    await store.commit(job)
  }

  it(`D08 of ${rounds * (filesARound + packedARound)} flips, deletions, truncations and swaps every one is found, and no wrong byte is read`, async () => {
    expect(await verify(jobId)).toEqual([])
    let cases = 0
    for (let round = 0; round < rounds; round++) {
      const bad = new Set<Buffer>()
      const chosen = some(files, filesARound)
      for (let chunk = chosen.pop(); chunk; chunk = chosen.pop()) {
        const way = pick(chosen.length > 0 ? ways : ways.slice(0, 4))
        const hit = way(chunk, chosen.at(-1)!)
        if (hit.length > 1) chosen.pop()
        for (const one of hit) bad.add(one)
        cases += hit.length
      }
      const badPacked = some(packed, packedARound)
      for (const chunk of badPacked) {
        const { path, offset } = store.packedAt(chunk)
        flip(path, offset + below(chunk.length))
        bad.add(chunk)
        cases++
      }

      // What is found by a reader first is to be found by the verification too, and the other way round.
      const reads = async () => {
        for (const name of some([...objects.keys()], 12)) {
          const { chunks } = objects.get(name)!
          const { bytes, whole } = await read(jobId, name)
          expect(Buffer.concat(chunks).subarray(0, bytes.length).equals(bytes)).toBe(true)
          expect(whole).toBe(!chunks.some((chunk) => bad.has(chunk)))
        }
      }
      if (round % 2 === 0) await reads()
      const expected = Array.from(objects, ([name, { chunks, blob }]) => [
        ...chunks.flatMap((chunk, index) => (bad.has(chunk) ? [`${name} ${index}`] : [])),
        ...(blob && bad.has(blob) ? [`${name} ${metadata}`] : []),
      ])
      expect(await verify(jobId)).toEqual(expected.flat().sort())
      if (round % 2 === 1) await reads()
      const stateOf = async (chunk: Buffer) =>
        (await listDamage({ client: store.client }, { checksum: sha256(chunk) })).state
      expect(await stateOf(badPacked[0]!)).toBe('damaged')

      if (round % 10 === 9) await healByUpload([...bad], round)
      else {
        await healByUpload(badPacked, round)
        for (const chunk of bad) if (chunk.length >= 65_536) writeFileSync(store.fileOf(chunk), chunk)
      }
      for (const chunk of [badPacked[0]!, ...some([...bad], 3)]) expect(await stateOf(chunk)).toBe('stored')
    }
    expect(cases).toBe(rounds * (filesARound + packedARound))
    expect(await verify(jobId)).toEqual([])
  }, 300_000)
})

describe('a verification of the real service', () => {
  it('finds a flipped file, says what it hits and where an intact version is, and heals with an upload', async () => {
    await using ledger = await openLedger(join(store.dataDir, 'ledger.sqlite'))
    const { client, endpoint } = store
    await using verifications = createVerifications({ ledger, source: sdkSource({ storage: client, endpoint }) })
    const verified = async (jobId: string) => {
      const { id } = await verifications.start({ jobId, prefix: '', name: null, since: null })
      while ((await ledger.verifications.find(id))!.finishedAt === null)
        await new Promise((resolve) => setTimeout(resolve, 5))
      return (await ledger.verifications.find(id))!
    }
    const [old, bad] = [bytesOf('old', 70_000), bytesOf('bad', 70_000)]
    const one = await store.startJob('timeline')
    await store.put(one, 'a', { chunks: [old] })
    await store.put(one, 'b', { chunks: [bad] })
    await store.commit(one)
    const two = await store.startJob('timeline')
    await store.put(two, 'a', { chunks: [bad, bad] })
    await store.commit(two)
    const three = await store.startJob('timeline')
    await store.commit(three)

    const bytes = Buffer.from(bad)
    bytes[5]! ^= 1
    writeFileSync(store.fileOf(bad), bytes)
    const task = await verified(three)
    expect(task).toMatchObject({ state: 'done', objects: 2, damagedObjects: 2, chunks: 0 })
    expect(existsSync(store.fileOf(bad))).toBe(false) // in quarantine

    const checksum = sha256(bad)
    const map = await listDamage({ client, endpoint, ledger }, { checksum })
    expect(map).toMatchObject({ state: 'damaged', length: 70_000, from: 'service' })
    const summary = (...chunks: Buffer[]) =>
      sha256(Buffer.concat(chunks.map((chunk) => Buffer.from(sha256(chunk), 'base64'))))
    expect(map.hits).toMatchObject([
      {
        name: 'a',
        checksum: summary(bad, bad),
        chunkIndex: 0,
        count: 2,
        jobIds: [three, two],
        intact: { jobId: one, checksum: summary(old) },
      },
      { name: 'b', jobIds: [three, two, one], intact: undefined },
    ])
    const at = { jobId: one, name: 'b', checksum }
    expect(await recheckChunk({ client, endpoint, ledger }, at, signal)).toBe(false)

    const four = await store.startJob('timeline')
    await store.put(four, 'copy', { chunks: [bad] })
    await store.commit(four)
    expect(await listDamage({ client, endpoint }, { checksum })).toMatchObject({ state: 'stored' })
    expect(await ledger.verifications.countFindings(task.id)).toEqual({ found: 3, open: 3 })
    expect(await recheckChunk({ client, endpoint, ledger }, at, signal)).toBe(true)
    expect(await ledger.verifications.countFindings(task.id)).toEqual({ found: 3, open: 0 })
    expect(await verified(four)).toMatchObject({ state: 'done', objects: 3, damagedObjects: 0 })
    expect(await ledger.verification.coverage(endpoint, [three, four])).toMatchObject([
      { jobId: three, objects: 0, totalObjects: 2 },
      { jobId: four, objects: 3, totalObjects: 3 },
    ])
  })
})
