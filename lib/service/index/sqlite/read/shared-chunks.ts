import type { Database } from 'better-sqlite3'
import type { ChunkUseReads } from '../../../chunk-uses.ts'
import { unpackIds } from '../chunk-list.ts'
import { digest } from '../rows.ts'
import { prepare } from '../statements.ts'

/** Contents whose repeated chunks are remembered, and repeated chunks of one that are. */
const REMEMBERED = 64
const REPEATS = 10_000

/**
 * A chunk is shared where it has more references than the version has of it. What a version has more than once is counted
 * when it is first needed, and remembered by SUMMARY, which says all there is to count.
 */
export function createSharedChunkReads(db: Database) {
  const chunk = prepare<{ checksum: Buffer }, { refs: number }>(db, (q, p) =>
    q.selectFrom('chunk').select('refs').where('checksum', '=', p.checksum),
  )
  const checksumOf = prepare<{ id: number }, { checksum: Buffer }>(db, (q, p) =>
    q.selectFrom('chunk').select('checksum').where('id', '=', p.id),
  )
  const version = prepare<{ id: number }, { checksum: Buffer }>(db, (q, p) =>
    q.selectFrom('object').select('checksum').where('id', '=', p.id),
  )
  const lists = prepare<{ object: number }, { chunks: Buffer }>(db, (q, p) =>
    q.selectFrom('chunk_list').select('chunks').where('object', '=', p.object),
  )
  const remembered = new Map<string, Map<string, number>>()

  /** How often the version has each chunk that it has more than once. */
  function repeats(object: number): Map<string, number> {
    const summary = version.get({ id: object })?.checksum.toString('base64') ?? ''
    const known = remembered.get(summary)
    if (known) return known
    const seen = new Set<number>()
    const counts = new Map<number, number>()
    for (const { chunks } of lists.all({ object }))
      for (const id of unpackIds(chunks)) {
        if (seen.has(id)) counts.set(id, (counts.get(id) ?? 1) + 1)
        else seen.add(id)
      }
    const found = new Map(
      [...counts].map(([id, count]) => [checksumOf.get({ id })!.checksum.toString('base64'), count]),
    )
    if (found.size <= REPEATS) {
      if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value!)
      remembered.set(summary, found)
    }
    return found
  }

  // One snapshot for the statements of a read.
  const sharedChunks = db.transaction(({ objectId, checksums }: Parameters<ChunkUseReads['sharedChunks']>[0]) => {
    const several = [...new Set(checksums)]
      .map((checksum) => ({ checksum, refs: chunk.get({ checksum: digest(checksum) })?.refs ?? 0 }))
      .filter(({ refs }) => refs > 1)
    if (several.length === 0) return new Set<string>()
    const own = repeats(objectId)
    return new Set(several.filter(({ checksum, refs }) => refs > (own.get(checksum) ?? 1)).map((each) => each.checksum))
  })

  return { sharedChunks: async (query) => sharedChunks(query) } satisfies Pick<ChunkUseReads, 'sharedChunks'>
}
