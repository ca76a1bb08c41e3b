import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { openServer } from './server.fixture.ts'

const chunk = {
  BackupJobId: 'job',
  UploadId: 'up',
  ChunkIndex: 0,
  Length: 3,
  Checksum: 's',
  ChecksumAlgorithm: 'SHA256',
}
const failed = (status: number, name: string) => ({ status, headers: { 'x-amzn-errortype': name }, body: '{}' })

describe('retries', () => {
  it.each([
    [500, 'RetryableException'],
    [500, 'ServiceInternalException'],
    [503, 'ServiceUnavailableException'],
    [429, 'ThrottlingException'],
  ])('%i %s is asked again, the whole body with it', async (status, name) => {
    await using server = await openServer(failed(status, name), failed(status, name), { body: '{}' })
    const answer = await server.client().putChunk({ ...chunk, Data: 'abc' })
    expect(answer.$metadata.attempts).toBe(3)
    expect(server.seen.map(({ body }) => body)).toEqual(['abc', 'abc', 'abc'])
  })

  it('gives up after three attempts', async () => {
    await using server = await openServer(failed(503, 'ServiceUnavailableException'))
    const sent = server.client().deleteObject({ BackupJobId: 'job', ObjectName: 'o' })
    await expect(sent).rejects.toMatchObject({ name: 'ServiceUnavailableException', $metadata: { attempts: 3 } })
    expect(server.seen).toHaveLength(3)
  })

  it.each([
    [400, 'IllegalArgumentException'],
    [400, 'NotReadableInputStreamException'],
    [400, 'DataAlreadyExistsException'],
    [403, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
  ])('%i %s is final', async (status, name) => {
    await using server = await openServer(failed(status, name))
    await expect(server.client().putChunk({ ...chunk, Data: 'abc' })).rejects.toMatchObject({ name })
    expect(server.seen).toHaveLength(1)
  })

  it('a stream is sent once, for it cannot be read again', async () => {
    await using server = await openServer(failed(503, 'ServiceUnavailableException'))
    const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} }
    const sent = server.client({ logger }).putChunk({ ...chunk, Data: Readable.from([Buffer.from('abc')]) })
    await expect(sent).rejects.toMatchObject({ name: 'ServiceUnavailableException' })
    expect(server.seen).toHaveLength(1)
    expect(logger.warn).toHaveBeenCalledWith('An error was encountered in a non-retryable streaming request.')
  })

  it('a connection that breaks is tried again', async () => {
    await using server = await openServer((response) => response.destroy(), { body: '{"UploadId":"up"}' })
    const { UploadId } = await server.client().startObject({ BackupJobId: 'job', ObjectName: 'o' })
    expect(UploadId).toBe('up')
  })

  it('maxAttempts: 1 asks once', async () => {
    await using server = await openServer(failed(503, 'ServiceUnavailableException'))
    const client = server.client({ retryStrategy: undefined, maxAttempts: 1 })
    await expect(client.deleteObject({ BackupJobId: 'job', ObjectName: 'o' })).rejects.toThrow()
    expect(server.seen).toHaveLength(1)
  })
})
