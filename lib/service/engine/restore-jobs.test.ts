import { describe, expect, it } from 'vitest'
import { createRestoreJobs, type RestoreRecord } from './restore-jobs.ts'
import { context } from './testing.ts'
import { createTokens } from './tokens.ts'

const records: RestoreRecord[] = Array.from({ length: 2_500 }, (_, index) => ({
  id: `restore-${String(index).padStart(4, '0')}`,
  jobId: 'job-1',
  state: index === 7 ? 'FAILED' : 'COMPLETED',
  bytes: 50,
  totalBytes: 100,
  createdAt: 10_000 - index,
  endedAt: 20_000,
}))
const restores = {
  list: ({ limit, after }: { limit: number; after?: { createdAt: number; id: string } | undefined }) => {
    const from = after ? records.findIndex(({ id }) => id === after.id) + 1 : 0
    return records.slice(from, from + limit)
  },
  find: (id: string) => records.find((record) => record.id === id),
}
const index = { job: async () => ({ resourceArn: 'arn:of:it', resourceType: 'Thaw', createdAt: 1 }) }

function operations(kept: { restores?: typeof restores } = { restores }) {
  const parts = { index, ...kept, tokens: createTokens(Buffer.alloc(32)), region: 'us-east-1' }
  return createRestoreJobs(parts as never)
}

describe('restore jobs', () => {
  it('are listed newest first, all of them, page by page', async () => {
    const seen: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = await operations().listRestoreJobs({ MaxResults: 999, NextToken }, context)
      seen.push(...(page.RestoreJobs ?? []).map(({ RestoreJobId }) => RestoreJobId))
      NextToken = page.NextToken
    } while (NextToken)
    expect(seen).toEqual(records.map(({ id }) => id))
  })

  it('are filtered by what the API can ask', async () => {
    const failed = await operations().listRestoreJobs({ ByStatus: 'FAILED' }, context)
    expect(failed.RestoreJobs?.map(({ RestoreJobId }) => RestoreJobId)).toEqual(['restore-0007'])
    const none = await operations().listRestoreJobs({ ByParentJobId: 'x' }, context)
    expect(none.RestoreJobs).toEqual([])
    const late = await operations().listRestoreJobs({ ByCreatedAfter: new Date(9_998) }, context)
    expect(late.RestoreJobs).toHaveLength(3)
  })

  it('say what was restored, how far, and from which recovery point', async () => {
    expect(await operations().describeRestoreJob({ RestoreJobId: 'restore-0007' }, context)).toMatchObject({
      Status: 'FAILED',
      PercentDone: '50.00%',
      RecoveryPointArn: 'arn:aws:backup:us-east-1:000000000000:recovery-point:job-1',
      SourceResourceArn: 'arn:of:it',
      ResourceType: 'Thaw',
    })
    await expect(operations().describeRestoreJob({ RestoreJobId: 'x' }, context)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('are none where nobody keeps records', async () => {
    expect(await operations({}).listRestoreJobs({}, context)).toEqual({ RestoreJobs: [] })
  })
})
