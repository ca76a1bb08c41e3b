import { describe } from 'vitest'
import type { IndexStore } from '../index-store.ts'
import { describeChunkUses } from './contract/chunk-uses.ts'
import { describeChunks } from './contract/chunks.ts'
import { describeIntervals } from './contract/intervals.ts'
import { describeJobs } from './contract/jobs.ts'
import { describeListing } from './contract/listing.ts'
import { describeModel } from './contract/model.ts'
import { describeRequests } from './contract/requests.ts'
import { describeSharedContent } from './contract/shared-content.ts'
import { describeUploads } from './contract/uploads.ts'

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
    describeListing(open)
    describeChunks(open)
    describeChunkUses(open)
    describeRequests(open)
    describeSharedContent(open)
    describeModel(open, seed)
  })
}
