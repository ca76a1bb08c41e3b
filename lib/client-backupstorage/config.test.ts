import { readFile } from 'node:fs/promises'
import { setPartitionInfo, useDefaultPartitionInfo } from '@aws-sdk/core/client'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { clientVersion } from './config.ts'
import { resolveEndpoint } from './endpoint.ts'
import { BackupStorageClient, DeleteObjectCommand } from './index.ts'
import { openServer } from './server.fixture.ts'

afterEach(() => vi.unstubAllEnvs())

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' }
const command = new DeleteObjectCommand({ BackupJobId: 'job', ObjectName: 'o' })
const url = (parameters: Parameters<typeof resolveEndpoint>[0]) => resolveEndpoint(parameters).url.href

describe('where requests go', () => {
  it.each([
    [{ Region: 'us-east-1' }, 'https://backupstorage.us-east-1.amazonaws.com/'],
    [{ Region: 'us-east-1', UseFIPS: true }, 'https://backupstorage-fips.us-east-1.amazonaws.com/'],
    [{ Region: 'us-east-1', UseDualStack: true }, 'https://backupstorage.us-east-1.api.aws/'],
    [{ Region: 'us-east-1', UseFIPS: true, UseDualStack: true }, 'https://backupstorage-fips.us-east-1.api.aws/'],
    [{ Region: 'cn-north-1' }, 'https://backupstorage.cn-north-1.amazonaws.com.cn/'],
    [{ Endpoint: 'http://host:1' }, 'http://host:1/'],
    [{ Endpoint: 'http://host:1/api/storage//', Region: 'us-east-1' }, 'http://host:1/api/storage'],
  ])('%j: %s', (parameters, expected) => {
    expect(url(parameters)).toBe(expected)
  })

  it.each([
    [{ Endpoint: 'http://h', UseFIPS: true }, 'Invalid Configuration: FIPS and custom endpoint are not supported'],
    [
      { Endpoint: 'http://h', UseDualStack: true },
      'Invalid Configuration: Dualstack and custom endpoint are not supported',
    ],
    [{}, 'Invalid Configuration: Missing Region'],
  ])('%j: %s', (parameters, sentence) => {
    expect(() => url(parameters)).toThrow(sentence)
  })

  it.each([
    [{ UseFIPS: true }, 'FIPS is enabled but this partition does not support FIPS'],
    [{ UseDualStack: true }, 'DualStack is enabled but this partition does not support DualStack'],
    [
      { UseFIPS: true, UseDualStack: true },
      'FIPS and DualStack are enabled, but this partition does not support one or both',
    ],
  ])('in a partition without them, %j: %s', (parameters, sentence) => {
    const outputs = { name: 'bare', dnsSuffix: 'bare.test', dualStackDnsSuffix: 'bare.test' }
    const bare = { id: 'bare', regionRegex: '^bare$', regions: {} }
    const partitions = [
      { ...bare, outputs: { ...outputs, supportsDualStack: false, supportsFIPS: false } },
      { ...bare, id: 'aws', outputs: { ...outputs, supportsDualStack: true, supportsFIPS: true }, regionRegex: '^$' },
    ]
    setPartitionInfo({ partitions })
    onTestFinished(useDefaultPartitionInfo)
    expect(url({ Region: 'bare' })).toBe('https://backupstorage.bare.bare.test/')
    expect(() => url({ Region: 'bare', ...parameters })).toThrow(sentence)
  })

  it.each(['', '/', '/api/storage', '/api/storage/'])('an endpoint that ends in %j', async (suffix) => {
    await using server = await openServer()
    await server.client({ endpoint: server.endpoint + suffix }).send(command)
    expect(server.seen[0]!.url).toBe(`${suffix.replace(/\/$/, '')}/backup-jobs/job/object/o`)
  })

  it('AWS_ENDPOINT_URL_BACKUPSTORAGE is the endpoint when none is given', async () => {
    await using server = await openServer()
    vi.stubEnv('AWS_ENDPOINT_URL_BACKUPSTORAGE', `${server.endpoint}/from-env/`)
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
    await new BackupStorageClient({ region: 'us-east-1', credentials }).send(command)
    expect(server.seen[0]!.url).toBe('/from-env/backup-jobs/job/object/o')
  })

  it('region and credentials come from the environment when none are given', async () => {
    await using server = await openServer()
    vi.stubEnv('AWS_REGION', 'ap-south-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'FROMENV')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'SECRET')
    vi.stubEnv('AWS_SESSION_TOKEN', 'session')
    await new BackupStorageClient({ endpoint: server.endpoint }).send(command)
    expect(server.seen[0]!.headers.authorization).toMatch(/Credential=FROMENV\/\d{8}\/ap-south-1\/backup-storage/)
    expect(server.seen[0]!.headers['x-amz-security-token']).toBe('session')
  })

  it('a request handler is used as it is', async () => {
    const seen: string[] = []
    const requestHandler = {
      async handle(request: { path: string }) {
        seen.push(request.path)
        const { HttpResponse } = await import('@smithy/core/protocols')
        return { response: new HttpResponse({ statusCode: 200, headers: {} }) }
      },
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    }
    const client = new BackupStorageClient({ endpoint: 'http://nowhere', region: 'r', credentials, requestHandler })
    await client.send(command)
    expect(seen).toEqual(['/backup-jobs/job/object/o'])
  })

  it('the user agent tells the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
    expect(clientVersion).toBe(version)
  })
})
