import { describe } from 'vitest'
import type { IndexStore } from '../../index-store.ts'
import { describeChunkUses } from './chunk-uses.ts'
import { describeChunks } from './chunks.ts'
import { describeIntervals } from './intervals.ts'
import { describeJobs } from './jobs.ts'
import { describeListing } from './listing.ts'
import { describeModel } from './model.ts'
import { describeRequests } from './requests.ts'
import { describeSharedContent } from './shared-content.ts'
import { describeUploadExpiry } from './upload-expiry.ts'
import { describeUploads } from './uploads.ts'

/** Gives an empty index; disposing it leaves nothing behind. */
export type OpenIndex = () => Promise<IndexStore>

/**
 * What every index must do.
 *
 * @param seed of the random sequences; printed when one fails.
 */
export function describeIndexStore(name: string, open: OpenIndex, seed: number): void {
  describe(`${name} keeps the promises of the index port`, () => {
    describeJobs(open)
    describeIntervals(open)
    describeUploads(open)
    describeUploadExpiry(open)
    describeListing(open)
    describeChunks(open)
    describeChunkUses(open)
    describeRequests(open)
    describeSharedContent(open)
    describeModel(open, seed)
  })
}
