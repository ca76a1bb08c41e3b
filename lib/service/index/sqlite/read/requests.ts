import type { Database } from 'better-sqlite3'
import type { IndexReads } from '../../../index-store.ts'
import { prepare } from '../statements.ts'

export function createRequestReads(db: Database) {
  const find = prepare<{ signedAt: number; signature: Buffer }, { made: string | null; refusal: string | null }>(
    db,
    (q, p) =>
      q
        .selectFrom('request')
        .select(['made', 'refusal'])
        .where('signed_at', '=', p.signedAt)
        .where('signature', '=', p.signature),
  )

  return {
    async request({ signature, signedAt }) {
      const row = find.get({ signature: Buffer.from(signature, 'hex'), signedAt })
      return row && { made: row.made ?? undefined, refusal: row.refusal ?? undefined }
    },
  } satisfies Partial<IndexReads>
}
