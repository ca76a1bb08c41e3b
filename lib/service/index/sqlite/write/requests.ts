import type { Database } from 'better-sqlite3'
import type { RequestOutcome, SignedRequest } from '../../../index-store.ts'
import { prepare } from '../statements.ts'

/** Deleted in one transaction: others wait for it. */
const SLICE = 10_000

/** What came of signed requests, for as long as their signatures are valid. */
export function createRequestWrites(db: Database) {
  const add = prepare<{ signedAt: number; signature: Buffer; made: string | null; refusal: string | null }, never>(
    db,
    (q, p) =>
      q
        .insertInto('request')
        .values({ signed_at: p.signedAt, signature: p.signature, made: p.made, refusal: p.refusal })
        .onConflict((conflict) => conflict.columns(['signed_at', 'signature']).doNothing()),
  )
  const forget = prepare<{ before: number; slice: number }, never>(db, (q, p) =>
    q.deleteFrom('request').where(
      (e) => e.refTuple('signed_at', 'signature'),
      'in',
      (e) =>
        e
          .selectFrom('request')
          .select(['signed_at', 'signature'])
          .where('signed_at', '<', p.before)
          .orderBy('signed_at')
          .limit(p.slice)
          .$asTuple('signed_at', 'signature'),
    ),
  )

  function remember({ signature, signedAt }: SignedRequest, { made, refusal }: RequestOutcome): void {
    add.run({ signature: Buffer.from(signature, 'hex'), signedAt, made: made ?? null, refusal: refusal ?? null })
  }

  return {
    remember,

    rememberRequest({ request, outcome }: { request: SignedRequest; outcome: RequestOutcome }): { ok: true } {
      remember(request, outcome)
      return { ok: true }
    },

    forgetRequests({ signedBefore }: { signedBefore: number }): { ok: true; more: boolean } {
      return { ok: true, more: forget.run({ before: signedBefore, slice: SLICE }).changes === SLICE }
    },
  }
}
