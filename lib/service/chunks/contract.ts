import { describe, expect, it } from 'vitest'
import {
  ChunkMismatchError,
  ChunkMissingError,
  type ChunkRecord,
  type ChunkStore,
  StoreUnavailableError,
} from '../ports.ts'
import { bytesOf, checksumOf, collect, expectationOf, piecesOf, putBytes, RowsInMemory } from './testing.ts'

/** A fresh, empty store. Its packs, if it has any, should close at about 64 KiB, so that compaction has work. */
export interface ChunkStoreUnderTest extends AsyncDisposable {
  store: ChunkStore
  /** Closes the store and opens the same place again; replaces `store`. */
  reopen(): Promise<ChunkStore>
}

const mebibyte = 2 ** 20
const lengths = [1, 55, 4096, 65_535, 65_536, 65_537, mebibyte, 4 * mebibyte + 1]

/** What every chunk store promises; see `ChunkStore` in ports.ts. */
export function chunkStoreContract(name: string, open: () => Promise<ChunkStoreUnderTest>): void {
  describe(`${name}: bytes`, () => {
    it('W10 gives back the bytes of chunks of every size, also after it was closed and opened', async () => {
      await using place = await open()
      const puts = await Promise.all(lengths.map((length) => putBytes(place.store, bytesOf(length, length))))
      for (const reopened of [false, true]) {
        if (reopened) await place.reopen()
        for (const { chunk, written } of puts) {
          expect(written).toBe(true)
          expect((await place.store.get(chunk)).equals(bytesOf(chunk.length, chunk.length))).toBe(true)
        }
      }
    })

    it.each([100, 3 * mebibyte])(
      'W03 refuses %i bytes that are not the expected ones and keeps nothing',
      async (length) => {
        await using place = await open()
        const right = bytesOf('right', length)
        const wrong = [bytesOf('wrong', length), right.subarray(1), Buffer.concat([right, right]), Buffer.alloc(0)]
        for (const bytes of wrong) {
          using hold = await place.store.hold(checksumOf(right))
          const put = place.store.put(hold, piecesOf(bytes), expectationOf(right))
          await expect(put).rejects.toBeInstanceOf(ChunkMismatchError)
        }
        expect(await collect(place.store.entries())).toEqual([])
        await putBytes(place.store, right)
      },
    )

    it('W02 stops reading a body at the first piece too many', async () => {
      await using place = await open()
      const bytes = bytesOf('right', 1000)
      let pieces = 0
      let ended = false
      async function* endless() {
        try {
          while (true) {
            pieces++
            yield bytes
          }
        } finally {
          ended = true
        }
      }
      using hold = await place.store.hold(checksumOf(bytes))
      const put = place.store.put(hold, endless(), expectationOf(bytes))
      await expect(put).rejects.toMatchObject({ name: 'ChunkMismatchError', actual: { length: 2000 } })
      expect({ pieces, ended }).toEqual({ pieces: 2, ended: true })
    })

    it.each([100, 3 * mebibyte])(
      'W01 passes on the error of a body that breaks off and keeps nothing (%i bytes)',
      async (length) => {
        await using place = await open()
        const bytes = bytesOf('broken', length)
        const gone = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', syscall: 'read' })
        async function* broken() {
          yield bytes.subarray(0, length / 2)
          throw gone
        }
        using hold = await place.store.hold(checksumOf(bytes))
        await expect(place.store.put(hold, broken(), expectationOf(bytes))).rejects.toBe(gone)
        expect(await collect(place.store.entries())).toEqual([])
      },
    )

    it.each([100, 70_000])('W06 takes the same %i bytes many times at once', async (length) => {
      await using place = await open()
      const bytes = bytesOf('same', length)
      const puts = await Promise.all(Array.from({ length: 40 }, () => putBytes(place.store, bytes)))
      for (const { chunk } of puts) expect((await place.store.get(chunk)).equals(bytes)).toBe(true)
    })

    it.each([100, 70_000])('only verifies %i bytes whose place is known', async (length) => {
      await using place = await open()
      const bytes = bytesOf('known', length)
      const first = await putBytes(place.store, bytes)
      const entries = await collect(place.store.entries())
      expect(await putBytes(place.store, bytes, first.chunk)).toEqual({ chunk: first.chunk, written: false })
      expect(await collect(place.store.entries())).toEqual(entries)

      using hold = await place.store.hold(first.chunk.checksum)
      const other = piecesOf(bytesOf('other', length))
      const put = place.store.put(hold, other, first.chunk, first.chunk)
      await expect(put).rejects.toBeInstanceOf(ChunkMismatchError)
    })

    it.each([100, 70_000])('W03 keeps %i good bytes whatever length is claimed of them', async (length) => {
      await using place = await open()
      const bytes = bytesOf('good', length)
      const { chunk } = await putBytes(place.store, bytes)
      for (const reopened of [false, true]) {
        if (reopened) await place.reopen() // nothing is known to have been seen good
        for (const claimed of [1, length - 1, length + 1, 2 * length]) {
          using hold = await place.store.hold(chunk.checksum)
          const put = place.store.put(hold, piecesOf(bytes), { ...chunk, length: claimed }, chunk)
          await expect(put).rejects.toBeInstanceOf(ChunkMismatchError)
        }
        expect(await place.store.condition(chunk)).toBe('stored')
        expect((await place.store.get(chunk)).equals(bytes)).toBe(true)
      }
      expect(await place.store.suspects()).toEqual([])
    })

    it('gives many at once as it gives each, and says of each that is missing', async () => {
      await using place = await open()
      const puts = await Promise.all(lengths.map((length) => putBytes(place.store, bytesOf(length, length))))
      const chunks = puts.map(({ chunk }) => chunk)
      const absent: ChunkRecord = { ...expectationOf(bytesOf('absent', 100)), location: chunks[0]!.location }
      const asked = [chunks[3]!, absent, ...chunks.toReversed(), chunks[3]!]
      const answers = await place.store.getMany(asked)
      expect(answers[1]).toBeInstanceOf(Error)
      for (const [i, { length }] of asked.entries())
        if (i !== 1) expect((answers[i] as Buffer).equals(bytesOf(length, length))).toBe(true)
      const aborted = AbortSignal.abort(new Error('left'))
      await expect(place.store.getMany([absent], aborted)).rejects.toThrow('left')
    })

    it('gives each reader bytes of its own', async () => {
      await using place = await open()
      for (const length of [100, 70_000]) {
        const { chunk } = await putBytes(place.store, bytesOf('own', length))
        const mine = await place.store.get(chunk)
        mine.fill(0)
        expect((await place.store.get(chunk)).equals(bytesOf('own', length))).toBe(true)
      }
    })

    it('says missing of what was never put', async () => {
      await using place = await open()
      const expectation = expectationOf(bytesOf('absent', 10))
      for (const location of [{ kind: 'file' }, { kind: 'pack', pack: 1, offset: 32 }] as const)
        await expect(place.store.get({ ...expectation, location })).rejects.toBeInstanceOf(ChunkMissingError)
    })

    it('tells the condition of a chunk without a read', async () => {
      await using place = await open()
      for (const length of [100, 3 * mebibyte]) {
        const { chunk } = await putBytes(place.store, bytesOf('here', length))
        const never = { ...chunk, ...expectationOf(bytesOf('never', length)), location: { kind: 'file' as const } }
        for (const reopened of [false, true]) {
          if (reopened) await place.reopen()
          expect(await place.store.condition(chunk)).toBe('stored')
          expect(await place.store.condition(never)).toBe('missing')
        }
      }
      expect(await place.store.suspects()).toEqual([])
    })

    it('rejects a read with the reason of an aborted signal', async () => {
      await using place = await open()
      const { chunk } = await putBytes(place.store, bytesOf('aborted', 70_000))
      const reason = new Error('the reader left')
      await expect(place.store.get(chunk, AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    it('counts what is stored and what is free', async () => {
      await using place = await open()
      const before = await place.store.usage()
      const { chunk } = await putBytes(place.store, bytesOf('counted', 100_000))
      await putBytes(place.store, bytesOf('counted too', 100))
      const after = await place.store.usage()
      expect(after.storedBytes - before.storedBytes).toBeGreaterThanOrEqual(100_100)
      expect(after.freeBytes).toBeGreaterThan(0)
      await place.store.remove([chunk], async (chunks) => chunks)
      expect((await place.store.usage()).storedBytes).toBe(after.storedBytes - 100_000)
    })

    it('refuses everything once it is closed', async () => {
      await using place = await open()
      const { chunk } = await putBytes(place.store, bytesOf('closed', 70_000))
      await place.store[Symbol.asyncDispose]()
      await expect(place.store.get(chunk)).rejects.toBeInstanceOf(StoreUnavailableError)
      await expect(putBytes(place.store, bytesOf('late', 10))).rejects.toBeInstanceOf(StoreUnavailableError)
    })
  })

  describe(`${name}: holds and removal`, () => {
    it('puts only under a living hold of the same checksum', async () => {
      await using place = await open()
      const bytes = bytesOf('held', 100)
      const other = await place.store.hold(checksumOf(bytesOf('other', 100)))
      await expect(place.store.put(other, piecesOf(bytes), expectationOf(bytes))).rejects.toBeInstanceOf(TypeError)
      const hold = await place.store.hold(checksumOf(bytes))
      hold[Symbol.dispose]()
      hold[Symbol.dispose]()
      await expect(place.store.put(hold, piecesOf(bytes), expectationOf(bytes))).rejects.toBeInstanceOf(TypeError)
    })

    it('leaves out what is held, until the last hold is disposed', async () => {
      await using place = await open()
      const [held, loose] = await putAll(place.store, ['held', 'loose'], 70_000)
      const asked: ChunkRecord[][] = []
      const forget = async (chunks: ChunkRecord[]) => {
        asked.push(chunks)
        return chunks
      }
      const [one, two] = [await place.store.hold(held!.checksum), await place.store.hold(held!.checksum)]
      one[Symbol.dispose]()
      expect(await place.store.remove([held!, loose!], forget)).toEqual({ chunks: 1, bytes: 70_000 })
      expect(await place.store.remove([held!], forget)).toEqual({ chunks: 0, bytes: 0 })
      expect(await place.store.get(held!)).toHaveLength(70_000)
      await expect(place.store.get(loose!)).rejects.toBeInstanceOf(ChunkMissingError)
      two[Symbol.dispose]()
      expect(await place.store.remove([held!], forget)).toEqual({ chunks: 1, bytes: 70_000 })
      await expect(place.store.get(held!)).rejects.toBeInstanceOf(ChunkMissingError)
      expect(asked).toEqual([[loose], [held]])
    })

    it('deletes only what the index forgot', async () => {
      await using place = await open()
      const [kept, gone] = await putAll(place.store, ['kept', 'gone'], 70_000)
      expect(await place.store.remove([kept!, gone!], async () => [gone!])).toEqual({ chunks: 1, bytes: 70_000 })
      expect(await place.store.get(kept!)).toHaveLength(70_000)
      await expect(place.store.get(gone!)).rejects.toBeInstanceOf(ChunkMissingError)
    })

    it('does not delete what is held, even if the index says it forgot it', async () => {
      await using place = await open()
      const [held, loose] = await putAll(place.store, ['held', 'loose'], 70_000)
      using _ = await place.store.hold(held!.checksum)
      expect(await place.store.remove([held!, loose!], async () => [held!, loose!])).toEqual({
        chunks: 1,
        bytes: 70_000,
      })
      expect(await place.store.get(held!)).toHaveLength(70_000)
    })

    it('deletes nothing when the index fails, and lets the chunks be held again', async () => {
      await using place = await open()
      const [chunk] = await putAll(place.store, ['kept'], 70_000)
      const failure = new Error('the index is busy')
      await expect(place.store.remove([chunk!], () => Promise.reject(failure))).rejects.toBe(failure)
      using _ = await place.store.hold(chunk!.checksum)
      expect(await place.store.get(chunk!)).toHaveLength(70_000)
    })

    it.each([100, 70_000])(
      'a put that comes while its chunk is removed waits and writes anew (%i bytes)',
      async (length) => {
        await using place = await open()
        const bytes = bytesOf('raced', length)
        const { chunk } = await putBytes(place.store, bytes)
        const forgetting = Promise.withResolvers<void>()
        const forgotten = Promise.withResolvers<void>()
        const order: string[] = []
        const removal = place.store
          .remove([chunk], async (chunks) => {
            forgetting.resolve()
            await forgotten.promise
            order.push('forgotten')
            return chunks
          })
          .then(() => order.push('removed'))
        await forgetting.promise
        const put = place.store.hold(chunk.checksum).then(async (hold) => {
          order.push('held')
          using _ = hold
          return await place.store.put(hold, piecesOf(bytes), expectationOf(bytes))
        })
        // Another removal meanwhile leaves it out as well.
        expect(await place.store.remove([chunk], async (chunks) => chunks)).toEqual({ chunks: 0, bytes: 0 })
        forgotten.resolve()
        const again = await put
        await removal
        expect(order[0]).toBe('forgotten')
        expect(again.written).toBe(true)
        expect((await place.store.get(again.chunk)).equals(bytes)).toBe(true)
      },
    )

    it('removes what has no row as well, when the index says so', async () => {
      await using place = await open()
      const rows = new RowsInMemory()
      const [row, stray] = await putAll(place.store, ['row', 'stray'], 70_000)
      rows.add(row!)
      const found = await collect(place.store.entries())
      const chunks = found.flatMap((entry) => (entry.kind === 'chunk' ? [entry.chunk] : []))
      await place.store.remove(chunks, async (asked) => asked.filter((chunk) => !rows.rows.has(chunk.checksum)))
      expect(await collect(place.store.entries())).toEqual([{ kind: 'chunk', chunk: row }])
      await expect(place.store.get(stray!)).rejects.toBeInstanceOf(ChunkMissingError)
    })
  })

  it(`${name}: lists the files that were written before a time, nothing that is packed`, async () => {
    await using place = await open()
    const [file] = await putAll(place.store, ['file'], 70_000)
    await putAll(place.store, ['packed'], 100)
    expect(await collect(place.store.files(Date.now() + 60_000))).toEqual([file])
    expect(await collect(place.store.files(Date.now() - 60_000))).toEqual([])
  })

  describe(`${name}: manifests and compaction`, () => {
    it('lists manifests in order and chunks where they can be read, also after it was closed and opened', async () => {
      await using place = await open()
      const records = [
        { kind: 'job', json: '{"job":1}' },
        { kind: 'object', json: `{"name":"🧊","padding":"${'x'.repeat(100_000)}"}` },
        { kind: 'job', json: '{"job":2}' },
      ] as const
      const first = await place.store.appendManifest(records[0])
      const chunks = await putAll(place.store, ['a', 'b', 'c'], 1000)
      await place.store.appendManifest(records[1])
      await place.reopen()
      const next = place.store.nextSequence()
      expect(await collect(place.store.manifestsFrom(next))).toEqual([])
      const last = await place.store.appendManifest(records[2])
      expect(last).toBeGreaterThanOrEqual(next)
      expect(await collect(place.store.manifestsFrom(next))).toMatchObject([{ ...records[2], sequence: last }])
      expect(await collect(place.store.manifestsFrom(first))).toHaveLength(3)
      const entries = await collect(place.store.entries())
      const manifests = entries.flatMap((entry) => (entry.kind === 'manifest' ? [entry.manifest] : []))
      expect(manifests.map(({ kind, json }) => ({ kind, json }))).toEqual(records)
      expect(manifests.map((manifest) => manifest.sequence)).toEqual(ascending(manifests.map((m) => m.sequence)))
      const found = entries.flatMap((entry) => (entry.kind === 'chunk' ? [entry.chunk] : []))
      expect(found).toHaveLength(3)
      expect(found).toEqual(expect.arrayContaining(chunks))
    })

    it('frees what is not needed and keeps every chunk and manifest that is', async () => {
      await using place = await open()
      const rows = new RowsInMemory()
      const names = Array.from({ length: 300 }, (_, i) => `chunk ${i}`)
      for (const chunk of await putAll(place.store, names, 1000)) rows.add(chunk)
      for (let i = 0; i < 10; i++) await place.store.appendManifest({ kind: 'object', json: `{"i":${i}}` })
      for (const chunk of await putAll(place.store, ['last'], 60_000)) rows.add(chunk)
      rows.isNeeded = (manifest) => JSON.parse(manifest.json).i % 2 === 0
      const before = await place.store.usage()
      const dead = [...rows.rows.values()].filter((_, i) => i % 10 !== 0 && i < 300)
      await place.store.remove(dead, rows.forget)

      const freed = await place.store.compact(rows)
      for (const reopened of [false, true]) {
        if (reopened) await place.reopen()
        for (const [i, name] of names.entries()) {
          if (i % 10 !== 0) continue
          const row = rows.rows.get(checksumOf(bytesOf(name, 1000)))!
          expect((await place.store.get(row)).equals(bytesOf(name, 1000))).toBe(true)
        }
        const json = (await collect(place.store.entries())).flatMap((entry) =>
          entry.kind === 'manifest' ? [entry.manifest.json] : [],
        )
        for (let i = 0; i < 10; i += 2) expect(json).toContain(`{"i":${i}}`)
      }
      expect(freed.bytes).toBeGreaterThan(200_000)
      expect(before.storedBytes - (await place.store.usage()).storedBytes).toBeGreaterThan(200_000)
      expect(await place.store.compact(rows)).toEqual({ packs: 0, bytes: 0 })
    })

    it('leaves alone what was put and waits for its row', async () => {
      await using place = await open()
      const rows = new RowsInMemory()
      const bytes = Array.from({ length: 200 }, (_, i) => bytesOf(`waiting ${i}`, 1000))
      const holds = await Promise.all(bytes.map((b) => place.store.hold(checksumOf(b))))
      const puts = await Promise.all(bytes.map((b, i) => place.store.put(holds[i]!, piecesOf(b), expectationOf(b))))
      await place.store.compact(rows)
      for (const { chunk } of puts) rows.add(chunk)
      for (const hold of holds) hold[Symbol.dispose]()
      await place.store.compact(rows)
      await place.reopen()
      for (const [i, row] of [...rows.rows.values()].entries())
        expect((await place.store.get(row)).equals(bytes[i]!)).toBe(true)
    })

    it('a location looked up before compaction can be read after it', async () => {
      await using place = await open()
      const rows = new RowsInMemory()
      const chunks = await putAll(
        place.store,
        Array.from({ length: 200 }, (_, i) => `moved ${i}`),
        1000,
      )
      for (const chunk of chunks) rows.add(chunk)
      await place.store.remove(chunks.slice(1), rows.forget)
      await place.store.compact(rows)
      expect((await place.store.get(chunks[0]!)).equals(bytesOf('moved 0', 1000))).toBe(true)
    })
  })
}

async function putAll(store: ChunkStore, seeds: string[], length: number): Promise<ChunkRecord[]> {
  return await Promise.all(seeds.map(async (seed) => (await putBytes(store, bytesOf(seed, length))).chunk))
}

function ascending(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}
