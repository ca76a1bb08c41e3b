import { describe, expect, it } from 'vitest'
import * as sdk from './index.ts'
import { errors } from './protocol.ts'
import { type Answer, openServer } from './server.fixture.ts'

async function failure(answer: Answer): Promise<sdk.BackupStorageServiceException> {
  await using server = await openServer(answer)
  const client = server.client({ maxAttempts: 1, retryStrategy: undefined })
  return await client.deleteObject({ BackupJobId: 'job', ObjectName: 'o' }).then(
    () => expect.unreachable('the request succeeded'),
    (error) => error,
  )
}

const body = (members: object) => JSON.stringify({ Message: 'not there', ...members })

describe('errors', () => {
  it.each<[string, Answer]>([
    ['a header', { headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: body({}) }],
    [
      'a header with an address behind it',
      { headers: { 'x-amzn-errortype': 'ResourceNotFoundException:http://internal/' }, body: body({}) },
    ],
    ['__type', { body: body({ __type: 'ResourceNotFoundException' }) }],
    ['__type with a namespace', { body: body({ __type: 'com.amazonaws.backupstorage#ResourceNotFoundException' }) }],
    ['code', { body: body({ code: 'ResourceNotFoundException' }) }],
  ])('are typed by %s', async (_, answer) => {
    const error = await failure({ status: 404, ...answer })
    expect(error).toBeInstanceOf(sdk.ResourceNotFoundException)
    expect(error).toBeInstanceOf(sdk.BackupStorageServiceException)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(sdk.IllegalArgumentException)
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', message: 'not there', Message: 'not there' })
    expect(error.$metadata.httpStatusCode).toBe(404)
  })

  it('a text in lower-case message counts as well', async () => {
    const error = await failure({ status: 404, body: '{"__type":"ResourceNotFoundException","message":"gone"}' })
    expect(error).toMatchObject({ message: 'gone', Message: 'gone' })
  })

  it('a header alone gives the name', async () => {
    const error = await failure({ status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '' })
    expect(error).toBeInstanceOf(sdk.AccessDeniedException)
    expect(error.message).toBe('UnknownError')
  })

  it('the header wins over the body', async () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException' }
    const error = await failure({ status: 429, headers, body: body({ __type: 'IllegalArgumentException' }) })
    expect(error).toBeInstanceOf(sdk.ThrottlingException)
  })

  it('what the model does not name is the base exception, with its name', async () => {
    const error = await failure({
      status: 403,
      headers: { 'x-amzn-errortype': 'InvalidSignatureException', 'x-amzn-requestid': 'req-1' },
      body: body({}),
    })
    expect(error).toBeInstanceOf(sdk.BackupStorageServiceException)
    expect(error).toMatchObject({ name: 'InvalidSignatureException', message: 'not there', $fault: 'client' })
    expect(error.$metadata.requestId).toBe('req-1')
  })

  it('DataAlreadyExistsException says what is there', async () => {
    const members = { __type: 'DataAlreadyExistsException', Checksum: 'sum=', ChecksumAlgorithm: 'SUMMARY' }
    const error = await failure({ status: 400, body: body(members) })
    expect(error).toBeInstanceOf(sdk.DataAlreadyExistsException)
    expect(error).toMatchObject({ Checksum: 'sum=', ChecksumAlgorithm: 'SUMMARY', message: 'not there' })
  })

  it.each(errors)('$name arrives as its class with $status', async ({ name, schema, status }) => {
    const error = await failure({ status, headers: { 'x-amzn-errortype': name }, body: body({}) })
    expect(error.constructor).toBe(Reflect.get(sdk, name))
    expect(error).toMatchObject({ name, message: 'not there' })
    expect(error.$fault).toBe((schema[3] as { error: string }).error)
  })

  it('can be made by hand, for tests and fakes', () => {
    const error = new sdk.DataAlreadyExistsException({ message: 'there', Checksum: 'sum=', $metadata: {} })
    expect(error).toMatchObject({ name: 'DataAlreadyExistsException', Message: 'there', Checksum: 'sum=' })
  })
})
