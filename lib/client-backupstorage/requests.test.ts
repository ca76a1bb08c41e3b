import { describe, expect, it } from 'vitest'
import {
  CollectGarbageCommand,
  CommitBackupJobCommand,
  ConfirmBackupJobCommand,
  DescribeStoreCommand,
  FailBackupJobCommand,
} from './extensions.ts'
import { openServer } from './server.fixture.ts'

const sum = 'rPyV6+jg/QNk0123456789abcdefghijklmnopqrstu='
const encodedSum = 'rPyV6%2Bjg%2FQNk0123456789abcdefghijklmnopqrstu%3D'

describe('requests on the wire', () => {
  it('StartObject without options is an empty JSON object', async () => {
    await using server = await openServer({ body: '{"UploadId":"up"}' })
    const { UploadId } = await server.client().startObject({ BackupJobId: 'job', ObjectName: 'a/b' })
    expect(UploadId).toBe('up')
    expect(server.seen[0]).toMatchObject({ method: 'PUT', url: '/backup-jobs/job/object/a%2Fb', body: '{}' })
    expect(server.seen[0]!.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '2' })
  })

  it('StartObject carries ThrowOnDuplicate in the body', async () => {
    await using server = await openServer()
    await server.client().startObject({ BackupJobId: 'job', ObjectName: 'o', ThrowOnDuplicate: true })
    expect(server.seen[0]!.body).toBe('{"ThrowOnDuplicate":true}')
  })

  it('PutChunk: index in the path, sums in the query, bytes in the body, body not signed', async () => {
    await using server = await openServer({ body: `{"ChunkChecksum":"${sum}","ChunkChecksumAlgorithm":"SHA256"}` })
    const answer = await server.client().putChunk({
      BackupJobId: 'job',
      UploadId: 'up=',
      ChunkIndex: 4_294_967_296,
      Data: Buffer.from('bytes'),
      Length: 5,
      Checksum: sum,
      ChecksumAlgorithm: 'SHA256',
    })
    expect(answer).toMatchObject({ ChunkChecksum: sum, ChunkChecksumAlgorithm: 'SHA256' })
    expect(server.seen[0]).toMatchObject({
      method: 'PUT',
      url: `/backup-jobs/job/chunk/up%3D/4294967296?checksum=${encodedSum}&checksum-algorithm=SHA256&length=5`,
      body: 'bytes',
    })
    expect(server.seen[0]!.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '5',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    })
    expect(server.seen[0]!.headers.authorization).toMatch(/SignedHeaders=[^,]*;x-amz-content-sha256;/)
  })

  it('NotifyObjectComplete: every member by its own query name', async () => {
    await using server = await openServer()
    await server.client().notifyObjectComplete({
      BackupJobId: 'job',
      UploadId: 'up',
      ObjectChecksum: sum,
      ObjectChecksumAlgorithm: 'SUMMARY',
      MetadataString: 'k=v a+b/c%d',
      MetadataBlob: 'blob',
      MetadataBlobLength: 4,
      MetadataBlobChecksum: sum,
      MetadataBlobChecksumAlgorithm: 'SHA256',
    })
    expect(server.seen[0]!.url).toBe(
      `/backup-jobs/job/object/up/complete?checksum=${encodedSum}&checksum-algorithm=SUMMARY&metadata-blob-length=4` +
        `&metadata-checksum=${encodedSum}&metadata-checksum-algorithm=SHA256&metadata-string=k%3Dv%20a%2Bb%2Fc%25d`,
    )
    expect(server.seen[0]!.body).toBe('blob')
    expect(server.seen[0]!.headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD')
  })

  it('PutObject: its own names for the sums, throwOnDuplicate in camel case', async () => {
    await using server = await openServer()
    await server.client().putObject({
      BackupJobId: 'job',
      ObjectName: 'o',
      MetadataString: 'm',
      InlineChunk: new Uint8Array([97, 98]),
      InlineChunkLength: 2,
      InlineChunkChecksum: sum,
      InlineChunkChecksumAlgorithm: 'SHA256',
      ObjectChecksum: sum,
      ObjectChecksumAlgorithm: 'SUMMARY',
      ThrowOnDuplicate: false,
    })
    expect(server.seen[0]).toMatchObject({
      url:
        `/backup-jobs/job/object/o/put-object?checksum=${encodedSum}&checksum-algorithm=SHA256&length=2&metadata-string=m` +
        `&object-checksum=${encodedSum}&object-checksum-algorithm=SUMMARY&throwOnDuplicate=false`,
      body: 'ab',
    })
  })

  it('PutObject without a chunk sends no bytes and says so', async () => {
    await using server = await openServer()
    await server.client().putObject({ BackupJobId: 'job', ObjectName: 'empty' })
    expect(server.seen[0]).toMatchObject({ url: '/backup-jobs/job/object/empty/put-object', body: '' })
    expect(server.seen[0]!.headers['content-length']).toBe('0')
  })

  it('DeleteObject takes an empty answer', async () => {
    await using server = await openServer({ body: '' }, { status: 204 })
    const client = server.client()
    expect(Object.keys(await client.deleteObject({ BackupJobId: 'job', ObjectName: 'o' }))).toEqual(['$metadata'])
    await client.deleteObject({ BackupJobId: 'job', ObjectName: 'o' })
    expect(server.seen[0]).toMatchObject({ method: 'DELETE', url: '/backup-jobs/job/object/o', body: '' })
  })

  it('ListObjects: filters, page size and times in the query', async () => {
    await using server = await openServer({ body: '{"ObjectList":[]}' })
    await server.client().listObjects({
      StorageJobId: 'job',
      StartingObjectName: 'a b',
      StartingObjectPrefix: 'a/',
      MaxResults: 7,
      NextToken: 't+/=',
      CreatedBefore: new Date('2030-01-02T03:04:05Z'),
      CreatedAfter: new Date('1969-12-31T23:59:59.999Z'),
    })
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      url:
        '/restore-jobs/job/objects/list?created-after=1969-12-31T23%3A59%3A59.999Z&created-before=2030-01-02T03%3A04%3A05Z' +
        '&max-results=7&next-token=t%2B%2F%3D&starting-object-name=a%20b&starting-object-prefix=a%2F',
      body: '',
    })
    expect(server.seen[0]!.headers['content-type']).toBeUndefined()
    expect(server.seen[0]!.headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
  })

  it('the other reads address by token', async () => {
    await using server = await openServer()
    const client = server.client()
    await client.listChunks({ StorageJobId: 'job', ObjectToken: 'b2Jq/+=', MaxResults: 2, NextToken: 'n' })
    const { Data } = await client.getChunk({ StorageJobId: 'job', ChunkToken: 'c/1' })
    await Data!.transformToByteArray()
    const { MetadataBlob } = await client.getObjectMetadata({ StorageJobId: 'job', ObjectToken: 'o' })
    await MetadataBlob!.transformToByteArray()
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /restore-jobs/job/chunks/b2Jq%2F%2B%3D/list?max-results=2&next-token=n',
      'GET /restore-jobs/job/chunk/c%2F1',
      'GET /restore-jobs/job/object/o/metadata',
    ])
  })

  it('the extensions stand beside them', async () => {
    await using server = await openServer(
      { body: '{}' },
      { body: '{"ChunkCount":2,"ByteCount":9}' },
      { body: '{"FreeBytes":5}' },
      { body: '{}' },
      { body: '{}' },
    )
    const client = server.client()
    await client.send(new CommitBackupJobCommand({ BackupJobId: 'job', AbandonOpenUploads: true }))
    const freed = await client.send(new CollectGarbageCommand({ DryRun: true, GraceSeconds: 0 }))
    const store = await client.send(new DescribeStoreCommand({}))
    expect(freed).toMatchObject({ ChunkCount: 2, ByteCount: 9 })
    expect(store.FreeBytes).toBe(5)
    await client.send(new FailBackupJobCommand({ BackupJobId: 'job', Reason: 'the disk is gone' }))
    await client.send(new ConfirmBackupJobCommand({ BackupJobId: 'job' }))
    expect(server.seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'PUT /backup-jobs/job/commit {"AbandonOpenUploads":true}',
      'POST /maintenance/collect-garbage {"DryRun":true,"GraceSeconds":0}',
      'GET /maintenance/store ',
      'PUT /backup-jobs/job/fail {"Reason":"the disk is gone"}',
      'PUT /backup-jobs/job/confirm ',
    ])
  })

  it.each([
    ['a/b/c.txt', 'a%2Fb%2Fc.txt'],
    ['a//b', 'a%2F%2Fb'],
    ['/lead', '%2Flead'],
    ['trail/', 'trail%2F'],
    ['with space', 'with%20space'],
    ['plus+plus', 'plus%2Bplus'],
    ['pct%41%2Fx', 'pct%2541%252Fx'],
    ['%', '%25'],
    ['../../etc/passwd', '..%2F..%2Fetc%2Fpasswd'],
    ['..', '..'],
    ['.', '.'],
    ['é-日本-😀', '%C3%A9-%E6%97%A5%E6%9C%AC-%F0%9F%98%80'],
    ['e\u0301', 'e%CC%81'],
    ["~!*()'", '~%21%2A%28%29%27'],
    ['q?x=1&y=2#frag', 'q%3Fx%3D1%26y%3D2%23frag'],
    ['tab\tnew\nline\\[]{}|^', 'tab%09new%0Aline%5C%5B%5D%7B%7D%7C%5E'],
    ['{BackupJobId}', '%7BBackupJobId%7D'],
  ])('the name %j is one segment: %s', async (name, segment) => {
    await using server = await openServer()
    await server.client().deleteObject({ BackupJobId: 'job', ObjectName: name })
    expect(server.seen[0]!.url).toBe(`/backup-jobs/job/object/${segment}`)
  })

  it('a name that is no Unicode text is refused before it is sent', async () => {
    await using server = await openServer()
    await expect(server.client().deleteObject({ BackupJobId: 'job', ObjectName: 'a\ud800' })).rejects.toThrow(URIError)
    expect(server.seen).toEqual([])
  })

  it('is signed for backup-storage in the configured region', async () => {
    await using server = await openServer()
    await server.client().deleteObject({ BackupJobId: 'job', ObjectName: 'o' })
    expect(server.seen[0]!.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/backup-storage\/aws4_request, SignedHeaders=/,
    )
  })

  it('refuses what the path cannot carry or the model requires', async () => {
    await using server = await openServer()
    const client = server.client()
    await expect(client.startObject({ BackupJobId: 'job', ObjectName: '' })).rejects.toMatchObject({
      name: 'InvalidInputError',
      member: 'ObjectName',
      message: 'StartObject: ObjectName is part of the path and must not be empty',
    })
    await expect(client.listChunks({ StorageJobId: 'job', ObjectToken: undefined })).rejects.toThrow(
      'ListChunks: ObjectToken is required',
    )
    const chunk = { BackupJobId: 'job', UploadId: 'u', ChunkIndex: 0, Data: '', Length: 0, ChecksumAlgorithm: 'SHA256' }
    await expect(client.putChunk({ ...chunk, Checksum: undefined })).rejects.toThrow('PutChunk: Checksum is required')
    expect(server.seen).toEqual([])
  })
})
