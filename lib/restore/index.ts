/**
 * Reading stored objects so that no unverified byte ever leaves.
 *
 * The algorithm:
 * 1. Plan (`planObject`): list every chunk of the object. Indices must run from 0 without gap or duplicate, and the
 *    SHA-256 over the listed digests must be the object's SUMMARY checksum. From here on each chunk's length, offset
 *    and digest are fixed, whatever the service answers later.
 * 2. Fetch ahead (`readVerified`): chunks are asked for in order, as many at once as the byte budget holds (one at
 *    least). A fetch is charged no less than it costs beside its bytes, so small chunks are bounded in number too.
 * 3. Verify: a chunk's length and SHA-256 are checked over the whole chunk before its first byte is handed out. A chunk
 *    that fails is fetched once more; the second failure is a `ChunkVerificationError` and ends the read.
 * 4. Emit in order. A chunk is held until the consumer asks for the next one, so a slow consumer holds the budget and
 *    no more. A consumer that leaves, or an abort, stops every fetch at once.
 *
 * Since the plan's digests add up to the SUMMARY checksum and each chunk matches its digest, a read that ends has
 * delivered exactly the object.
 *
 * What it does not guarantee: that the object is still in the job when the read ends (a deletion shows as a failed
 * fetch), and anything about bytes after they were handed out. A failed fetch is tried again only where the caller
 * wraps `fetchChunk` in `retrying`.
 */

export { safeFileName } from './file-names.ts'
export { type Precondition, precondition, rangeApplies, strongETag } from './http/conditions.ts'
export { contentDisposition } from './http/disposition.ts'
export { contentRange, parseRange, type RangeRequest } from './http/range.ts'
export { type Download, type DownloadRequest, downloadResponse } from './http/response.ts'
export { type ByteBudget, createByteBudget } from './read/budget.ts'
export { type FetchChunk, fetchVerified, type HashedBytes } from './read/chunk.ts'
export { ChunkFetchError, ChunkVerificationError, isNamed, ObjectPlanError } from './read/errors.ts'
export { openListed } from './read/listed-object.ts'
export { type ListChunks, type ListedChunk, type ObjectChunk, type ObjectPlan, planObject } from './read/plan.ts'
export { type ByteRange, type ReadableObject, type ReadOptions, readVerified } from './read/read.ts'
export { renewingTokens } from './read/renew.ts'
export { retrying } from './read/retry.ts'
export { createSharedBudget, type SharedBudget } from './read/shared-budget.ts'
export {
  type SeenChunks,
  type VerifiableObject,
  type VerifyEvent,
  type VerifyOptions,
  verifyObjects,
} from './read/verify.ts'
