import * as backup from '@aws-sdk/client-backup'
import * as storage from '@aws-sdk/client-backupstorage'
import { describe, expect, it } from 'vitest'
import { failureOf } from './failure-of.ts'
import { byCode } from './failure-words.ts'

function thrown(name: string, members: object = {}) {
  return Object.assign(
    new Error('inner words'),
    { name, $metadata: { requestId: 'r-1', httpStatusCode: 400 } },
    members,
  )
}

/** The names of the exceptions a client package knows, without the one they all are. */
function exceptionsOf(client: object): string[] {
  return Object.keys(client).filter((name) => name.endsWith('Exception') && !name.endsWith('ServiceException'))
}

describe('failureOf', () => {
  it.each(exceptionsOf(storage))('has words of its own for %s of the storage API', (name) => {
    const failure = failureOf(thrown(name))
    expect(failure).toMatchObject({ code: name, requestId: 'r-1' })
    expect(failure.message).toMatch(/^[A-Z].{30,}\.$/)
  })

  it.each(exceptionsOf(backup))('has words of its own for %s of AWS Backup', (name) => {
    const failure = failureOf(thrown(name))
    expect(failure).toMatchObject({ code: name, requestId: 'r-1' })
    expect(failure.message).toMatch(/^[A-Z].{20,}\.$/)
  })

  it('says of a job without a backup what became of it, and leads to it', () => {
    const error = Object.assign(new Error('Job a/b was stopped.'), { name: 'NoBackupError', jobId: 'a/b' })
    expect(failureOf(new Error('wrapped', { cause: error }))).toMatchObject({
      code: 'NoBackupError',
      message: 'Job a/b was stopped.',
      see: { href: '/jobs/a%2Fb' },
    })
  })

  it('knows all ten of each', () => {
    expect([exceptionsOf(storage).length, exceptionsOf(backup).length]).toEqual([10, 10])
  })

  it('tries again by itself only what a retry can mend', () => {
    const retried = exceptionsOf(storage).filter((name) => failureOf(thrown(name)).retryable)
    expect(retried.sort()).toEqual([
      'NotReadableInputStreamException',
      'RetryableException',
      'ServiceInternalException',
      'ServiceUnavailableException',
      'ThrottlingException',
    ])
  })

  it('does not try again by itself what only a rebuild mends, and says so', () => {
    const message =
      'The index /data/index.sqlite is damaged (malformed). Stop Thaw and run `thaw rebuild`: it makes it anew'
    expect(failureOf(thrown('ServiceUnavailableException', { message }))).toMatchObject({
      code: 'ServiceUnavailableException',
      message: `The storage service cannot answer: ${message}.`,
      retryable: false,
    })
  })

  it('says whom to ask about a key, whatever is wrong with it', () => {
    for (const name of ['KMSInvalidKeyUsageException', 'KMSDisabledException', 'KMSAccessDeniedException'])
      expect(failureOf(thrown(name)).message).toContain('Ask the owner of the KMS key')
    expect(failureOf(thrown('KMSThrottlingException')).retryable).toBe(true)
  })

  it('tells credentials that expired, are unknown, or sign wrongly', () => {
    expect(failureOf(thrown('ExpiredToken')).message).toContain('have expired')
    expect(failureOf(thrown('InvalidAccessKeyId')).message).toContain('does not know the key')
    expect(failureOf(thrown('InvalidSignatureException')).message).toContain('refuses the signature')
    expect(failureOf(thrown('RequestExpired')).message).toContain('Set the clock')
  })

  it('passes on what the service says about an argument, not all of it when it is long', () => {
    const said = failureOf(thrown('IllegalArgumentException', { message: 'MaxResults is 0.' })).message
    expect(said).toBe('The storage service refuses the question as it was asked: MaxResults is 0.')
    expect(failureOf(thrown('ConflictException', { message: 'x'.repeat(5000) })).message.length).toBeLessThan(500)
  })

  it('goes by the status where the name says nothing', () => {
    expect(failureOf(thrown('UnknownError', { $metadata: { httpStatusCode: 503 } })).retryable).toBe(true)
    expect(failureOf(thrown('UnknownError', { $metadata: { httpStatusCode: 404 } })).code).toBe('NotOffered')
    expect(failureOf(thrown('constructor', { $metadata: { httpStatusCode: 418 } })).code).toBe('UnknownError')
  })

  it.each(Object.keys(byCode))('says what keeps it from the endpoint: %s', (code) => {
    const failure = failureOf(Object.assign(new AggregateError([]), { code }))
    expect(failure).toMatchObject({ code, message: expect.stringMatching(/endpoint|storage service/) })
  })

  it('tells a name without an address from a port where nobody listens and from silence', () => {
    const words = ['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT'].map((code) => failureOf({ code }).message)
    expect(new Set(words).size).toBe(3)
  })

  it('looks through what carries the cause', () => {
    const carried = new Error('outer', { cause: thrown('ThrottlingException') })
    expect(failureOf(carried)).toMatchObject({ code: 'ThrottlingException', requestId: 'r-1', retryable: true })
  })

  it('leads from a damaged chunk to what it hits', () => {
    const damaged = thrown('ChunkVerificationError', { checksum: 'a+b/c=', message: 'Chunk 2 is damaged: it differs' })
    expect(failureOf(damaged)).toMatchObject({
      code: 'ChunkVerificationError',
      message: expect.stringContaining('Chunk 2 is damaged'),
      see: { href: '/damage?chunk=a%2Bb/c=' },
    })
  })

  it('keeps what an unknown error says on the server', () => {
    for (const error of [new Error('secret /home/x'), 'secret', undefined, null, { name: '__proto__' }])
      expect(failureOf(error)).toEqual({
        code: 'Unexpected',
        message: expect.not.stringContaining('secret'),
        retryable: false,
      })
  })
})
