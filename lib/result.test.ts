import { describe, expect, it } from 'vitest'
import { failureOf } from './result.ts'

function thrown(name: string, members: object = {}) {
  return Object.assign(
    new Error('inner words'),
    { name, $metadata: { requestId: 'r-1', httpStatusCode: 400 } },
    members,
  )
}

describe('failureOf', () => {
  it('has words for each of the ten exceptions, with the request id', () => {
    const retryable = Object.fromEntries(
      [
        'AccessDeniedException',
        'IllegalArgumentException',
        'KMSInvalidKeyUsageException',
        'NotReadableInputStreamException',
        'ResourceNotFoundException',
        'RetryableException',
        'ServiceInternalException',
        'ServiceUnavailableException',
        'ThrottlingException',
      ].map((name) => {
        const failure = failureOf(thrown(name))
        expect(failure).toMatchObject({ code: name, requestId: 'r-1' })
        expect(failure.message).toMatch(/\.$/)
        return [name, failure.retryable]
      }),
    )
    expect(retryable).toEqual({
      AccessDeniedException: false,
      IllegalArgumentException: false,
      KMSInvalidKeyUsageException: false,
      NotReadableInputStreamException: true,
      ResourceNotFoundException: false,
      RetryableException: true,
      ServiceInternalException: true,
      ServiceUnavailableException: true,
      ThrottlingException: true,
    })
  })

  it('passes on what the service says about an argument', () => {
    expect(failureOf(thrown('IllegalArgumentException', { message: 'MaxResults is 0.' })).message).toContain(
      'MaxResults is 0.',
    )
  })

  it('goes by the status where the name says nothing', () => {
    expect(failureOf(thrown('UnknownError', { $metadata: { httpStatusCode: 503 } })).retryable).toBe(true)
    expect(failureOf(thrown('UnknownError', { $metadata: { httpStatusCode: 404 } })).code).toBe('NotOffered')
  })

  it('tells an endpoint that cannot be reached from a fault of ours', () => {
    expect(failureOf(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toMatchObject({
      code: 'ECONNREFUSED',
      retryable: true,
    })
    expect(failureOf(new Error('secret detail /home/x'))).toEqual({
      code: 'Unexpected',
      message: expect.not.stringContaining('secret'),
      requestId: undefined,
      retryable: false,
    })
    expect(failureOf(undefined).code).toBe('Unexpected')
  })
})
