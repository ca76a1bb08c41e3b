import type { Database } from 'better-sqlite3'
import type { ChunkTotals, IndexMark, IndexReads } from '../../../index-store.ts'
import { type ChunkRow, chunkColumns, digest, toChunk } from '../rows.ts'
import { prepare } from '../statements.ts'

export function createChunkReads(db: Database) {
  const find = prepare<{ checksum: Buffer }, ChunkRow>(db, (q, p) =>
    q.selectFrom('chunk').select(chunkColumns).where('checksum', '=', p.checksum),
  )
  const condemned = prepare<
    { before: number; condemnedAt: number; id: number; limit: number },
    ChunkRow & { condemned_at: number }
  >(db, (q, p) =>
    q
      .selectFrom('chunk')
      .select([...chunkColumns, 'condemned_at'])
      .$narrowType<{ condemned_at: number }>()
      .where('condemned_at', '<', p.before)
      .where((e) => e(e.refTuple('condemned_at', 'id'), '>', e.tuple(p.condemnedAt, p.id)))
      .orderBy('condemned_at')
      .orderBy('id')
      .limit(p.limit),
  )
  const condemnedTotals = prepare<{ before: number }, ChunkTotals>(db, (q, p) =>
    q
      .selectFrom('chunk')
      .select((e) => [
        e.fn.countAll<number>().as('chunks'),
        e.fn.coalesce(e.fn.sum<number>('length'), e.lit(0)).as('bytes'),
      ])
      .where('condemned_at', '<', p.before),
  )
  const packTotals = prepare<{ pack: number }, ChunkTotals>(db, (q, p) =>
    q
      .selectFrom('chunk')
      .select((e) => [
        e.fn.countAll<number>().as('chunks'),
        e.fn.coalesce(e.fn.sum<number>('length'), e.lit(0)).as('bytes'),
      ])
      .where('pack', '=', p.pack),
  )
  const inPack = prepare<{ pack: number }, ChunkRow>(db, (q, p) =>
    q.selectFrom('chunk').select(chunkColumns).where('pack', '=', p.pack).limit(65_536),
  )
  const nextPack = prepare<{ after: number }, { pack: number | null }>(db, (q, p) =>
    q
      .selectFrom('chunk')
      .select((e) => e.fn.min('pack').as('pack'))
      .where('pack', '>', p.after),
  )
  const totals = prepare<Record<string, never>, { chunks: number; jobs: number }>(db, (q) =>
    q.selectFrom('total').select((e) => [
      'chunk_count as chunks',
      e
        .selectFrom('job')
        .select((j) => j.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('jobs'),
    ]),
  )

  const mark = prepare<Record<string, never>, IndexMark>(db, (q) =>
    q.selectFrom('mark').select(['generation', 'openings']),
  )

  return {
    async chunk(checksum) {
      const row = find.get({ checksum: digest(checksum) })
      return row && toChunk(row)
    },

    async orphans({ condemnedBefore, limit, cursor }) {
      const rows = condemned.all({
        before: condemnedBefore,
        condemnedAt: cursor?.condemnedAt ?? Number.MIN_SAFE_INTEGER,
        id: cursor?.id ?? 0,
        limit,
      })
      const last = rows.length === limit ? rows.at(-1) : undefined
      return { chunks: rows.map(toChunk), cursor: last && { condemnedAt: last.condemned_at, id: last.id } }
    },

    orphanTotals: async ({ condemnedBefore }) => condemnedTotals.get({ before: condemnedBefore })!,
    /** A step a pack in the index of packs, however many chunks they have. */
    async packs() {
      const found: number[] = []
      for (let pack = nextPack.get({ after: 0 })!.pack; pack !== null; pack = nextPack.get({ after: pack })!.pack)
        found.push(pack)
      return found
    },
    packTotals: async ({ pack }) => packTotals.get({ pack })!,
    packChunks: async ({ pack }) => inPack.all({ pack }).map(toChunk),
    totals: async () => totals.get({})!,
    mark: async () => mark.get({}),
  } satisfies Partial<IndexReads>
}
