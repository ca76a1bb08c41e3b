import { describe, expect, it, vi } from 'vitest'
import { problemOf } from './problem.ts'

/** What another bundle of the pages throws: classes of the same names that are not ours. */
async function foreign() {
  vi.resetModules()
  return { ...(await import('./refused-error.ts')), ...(await import('#lib/restore/read/errors.ts')) }
}

describe('problems that come from another copy of the code', () => {
  const chunk = { index: 2, offset: 10, length: 5, checksum: 'c', token: 't' }

  it('keep their status and words: a refusal', async () => {
    const { RefusedError } = await foreign()
    expect(problemOf(new RefusedError(412, 'ObjectReplaced', 'Replaced.'))).toMatchObject({
      status: 412,
      code: 'ObjectReplaced',
      message: 'Replaced.',
    })
  })

  it('keep their status and words: a damaged chunk', async () => {
    const { ChunkVerificationError } = await foreign()
    const problem = problemOf(new ChunkVerificationError(chunk, 'a', 'its bytes differ'))
    expect(problem).toMatchObject({ status: 502, code: 'ChunkVerificationError' })
    expect(problem.message).toContain('Chunk 2')
  })

  it('keep their status and words: a chunk the service has lost', async () => {
    const { ChunkFetchError } = await foreign()
    const cause = Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' })
    const problem = problemOf(new ChunkFetchError(chunk, 'a', cause))
    expect(problem).toMatchObject({ status: 502, code: 'ResourceNotFoundException' })
    expect(problem.message).toContain('Chunk 2')
  })

  it('keep their status and words: a chunk the service has, but not whole', async () => {
    const { ChunkFetchError } = await foreign()
    const cause = Object.assign(new Error('internal'), { name: 'ServiceInternalException', retryable: false })
    const problem = problemOf(new ChunkFetchError(chunk, 'a', cause))
    expect(problem).toMatchObject({ status: 502, code: 'ServiceInternalException', retryable: false })
    expect(problem.message).toBe(
      'Chunk 2 (offset 10) of "a": The storage service does not have it as it was stored: it is damaged or lost.',
    )
  })
})
