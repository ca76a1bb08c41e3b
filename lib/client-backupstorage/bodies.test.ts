import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openServer } from './server.fixture.ts'

const chunk = {
  BackupJobId: 'job',
  UploadId: 'up',
  ChunkIndex: 0,
  Length: 3,
  Checksum: 'sum',
  ChecksumAlgorithm: 'SHA256',
}
const quiet = { logger: { debug() {}, info() {}, warn() {}, error() {} } }

describe('request bodies', () => {
  it.each([
    ['a string', () => 'abc', '3'],
    ['a Buffer', () => Buffer.from('abc'), '3'],
    ['a byte array', () => new Uint8Array(Buffer.from('-abc-')).subarray(1, 4), '3'],
    ['a Blob', () => new Blob(['a', 'bc']), '3'],
    ['a Node stream', () => Readable.from([Buffer.from('a'), Buffer.from('bc')]), undefined],
    ['a web stream', () => new Blob(['abc']).stream(), undefined],
  ])('%s', async (_, data, length) => {
    await using server = await openServer()
    await server.client().putChunk({ ...chunk, Data: data() })
    expect(server.seen[0]).toMatchObject({ body: 'abc', complete: true })
    expect(server.seen[0]!.headers['content-length']).toBe(length)
    expect(server.seen[0]!.headers['transfer-encoding']).toBe(length ? undefined : 'chunked')
    expect(server.seen[0]!.headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD')
  })

  it('leaves the input as it was', async () => {
    await using server = await openServer()
    const input = { ...chunk, Data: new Blob(['abc']).stream() }
    const { Data } = input
    await server.client().putChunk(input)
    expect(input.Data).toBe(Data)
  })

  it('a source that fails midway cuts the request and is the error', async () => {
    await using server = await openServer()
    const failing = new ReadableStream({
      async pull(controller) {
        if (server.seen.length) controller.error(new Error('disk gone'))
        else controller.enqueue(Buffer.alloc(65536))
      },
    })
    await expect(server.client(quiet).putChunk({ ...chunk, Data: failing })).rejects.toThrow('disk gone')
    await server.cut
    expect(server.seen[0]!.complete).toBe(false)
  })

  it('a source that fails before the request is signed is the error', async () => {
    await using server = await openServer()
    const missing = createReadStream(join(tmpdir(), 'no-such-file-here'))
    const closed = new Promise((resolve) => missing.once('close', resolve))
    const credentials = async () => {
      await closed
      return { accessKeyId: 'AKID', secretAccessKey: 'SECRET' }
    }
    const sent = server.client({ ...quiet, credentials }).putChunk({ ...chunk, Data: missing })
    await expect(sent).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('an abandoned request lets go of its source', async () => {
    await using server = await openServer()
    const abort = new AbortController()
    const source = new Readable({
      read() {
        if (server.seen.length) abort.abort()
        else this.push(Buffer.alloc(65536))
      },
    })
    const sent = server.client(quiet).putChunk({ ...chunk, Data: source }, { abortSignal: abort.signal })
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
    await new Promise((resolve) => (source.destroyed ? resolve(0) : source.once('close', resolve)))
    expect(source.destroyed).toBe(true)
  })
})
