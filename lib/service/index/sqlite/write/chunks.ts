import type { Database } from 'better-sqlite3'
import { contradiction } from '../../../index-health.ts'
import type { StoredChunk } from '../../../index-store.ts'
import type { ChunkMove, Sha256 } from '../../../ports.ts'
import { digest, locationColumns } from '../rows.ts'
import { prepare } from '../statements.ts'

/**
 * Chunk rows and their reference counts. A chunk nothing refers to is condemned: it waits for `forget`, and the next
 * reference pardons it in the same transaction.
 */
export function createChunkWrites(db: Database) {
  const find = prepare<{ checksum: Buffer }, { id: number; refs: number }>(db, (q, p) =>
    q.selectFrom('chunk').select(['id', 'refs']).where('checksum', '=', p.checksum),
  )
  const insert = prepare<{ checksum: Buffer; length: number; pack: number | null; packOffset: number | null }, never>(
    db,
    (q, p) =>
      q.insertInto('chunk').values({
        checksum: p.checksum,
        length: p.length,
        pack: p.pack,
        pack_offset: p.packOffset,
        refs: 1,
        condemned_at: null,
      }),
  )
  const pardon = prepare<{ id: number }, never>(db, (q, p) =>
    q
      .updateTable('chunk')
      .set((e) => ({ refs: e('refs', '+', 1), condemned_at: null }))
      .where('id', '=', p.id),
  )
  const move = prepare<{ id: number; pack: number | null; packOffset: number | null }, never>(db, (q, p) =>
    q.updateTable('chunk').set({ pack: p.pack, pack_offset: p.packOffset }).where('id', '=', p.id),
  )
  const moveFrom = prepare<
    {
      checksum: Buffer
      oldPack: number | null
      oldOffset: number | null
      pack: number | null
      packOffset: number | null
    },
    never
  >(db, (q, p) =>
    q
      .updateTable('chunk')
      .set({ pack: p.pack, pack_offset: p.packOffset })
      .where('checksum', '=', p.checksum)
      .where('pack', 'is', p.oldPack)
      .where('pack_offset', 'is', p.oldOffset),
  )
  const release = prepare<{ id: number; count: number }, { refs: number }>(db, (q, p) =>
    q
      .updateTable('chunk')
      .set((e) => ({ refs: e('refs', '-', p.count) }))
      .where('id', '=', p.id)
      .where('refs', '>', p.count),
  )
  const condemn = prepare<{ id: number; count: number; now: number }, never>(db, (q, p) =>
    q.updateTable('chunk').set({ refs: 0, condemned_at: p.now }).where('id', '=', p.id).where('refs', '=', p.count),
  )
  const forget = prepare<{ checksum: Buffer }, never>(db, (q, p) =>
    q.deleteFrom('chunk').where('checksum', '=', p.checksum).where('refs', '=', 0),
  )
  const countChunks = prepare<{ change: number }, never>(db, (q, p) =>
    q.updateTable('total').set((e) => ({ chunk_count: e('chunk_count', '+', p.change) })),
  )

  /** Not written: the location we were given is what the index said a moment ago, and it may have moved since. */
  function place(id: number, { chunk, written }: StoredChunk): void {
    if (written) move.run({ id, ...locationColumns(chunk.location) })
  }

  return {
    /** A chunk that is referred to already came again: bytes that had to be written anew lie elsewhere now. */
    again(stored: StoredChunk): void {
      const found = find.get({ checksum: digest(stored.chunk.checksum) })
      if (found) place(found.id, stored)
    },

    /** Adds one reference, and the row where there is none. `added`: bytes the index had not known. */
    refer(stored: StoredChunk): { id: number; added: number } {
      const { chunk } = stored
      const checksum = digest(chunk.checksum)
      const found = find.get({ checksum })
      if (!found) {
        const { lastInsertRowid } = insert.run({ checksum, length: chunk.length, ...locationColumns(chunk.location) })
        countChunks.run({ change: 1 })
        return { id: lastInsertRowid, added: chunk.length }
      }
      pardon.run({ id: found.id })
      place(found.id, stored)
      return { id: found.id, added: 0 }
    },

    /** Takes references away. @param ids may name a chunk many times. */
    release(ids: Iterable<number>, now: number): void {
      const counts = new Map<number, number>()
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
      for (const [id, count] of counts) {
        if (release.run({ id, count }).changes === 1) continue
        if (condemn.run({ id, count, now }).changes !== 1)
          throw contradiction(`Chunk ${id} has fewer than the ${count} references that are being taken away`)
      }
    },

    forgetChunks({ checksums }: { checksums: Sha256[] }): { ok: true; absent: Sha256[] } {
      let deleted = 0
      const absent = checksums.filter((text) => {
        const checksum = digest(text)
        deleted += forget.run({ checksum }).changes
        return find.get({ checksum }) === undefined
      })
      countChunks.run({ change: -deleted })
      return { ok: true, absent }
    },

    relocateChunks({ moves }: { moves: ChunkMove[] }): { ok: true } {
      for (const { chunk, to } of moves) {
        const from = locationColumns(chunk.location)
        moveFrom.run({
          checksum: digest(chunk.checksum),
          oldPack: from.pack,
          oldOffset: from.packOffset,
          ...locationColumns(to),
        })
      }
      return { ok: true }
    },
  }
}

export type ChunkWrites = ReturnType<typeof createChunkWrites>
