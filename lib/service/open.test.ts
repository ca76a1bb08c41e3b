import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, ListBackupJobsCommand, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { openService, type Service } from './open.ts'

let dataDir: string
let opened: AsyncDisposable[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'thaw-open-'))
})
afterEach(async () => {
  for (const service of opened) await service[Symbol.asyncDispose]()
  opened = []
  await rm(dataDir, { recursive: true })
})

async function open(options: Partial<Parameters<typeof openService>[0]> = {}): Promise<Service> {
  const service = await openService({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    region: 'eu-test-1',
    log: silent,
    ...options,
  })
  opened.push(service)
  return service
}

const clientOf = ({ endpoint, region, credentials }: Service) =>
  new BackupClient({ endpoint, region, credentials, maxAttempts: 1 })

describe('opening the service', () => {
  it('makes the folder, for its owner only, and answers by socket and in process', async () => {
    const below = join(dataDir, 'made/on/the/way')
    const service = await open({ dataDir: below })
    expect((await stat(below)).mode & 0o777).toBe(0o700)
    expect((await stat(join(below, 'credentials.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(below)).toEqual(
      expect.arrayContaining(['credentials.json', 'lock.sqlite', 'store.json', 'v1']),
    )
    const { endpoint, region, credentials, requestHandler } = service
    for (const settings of [{}, { requestHandler }]) {
      const client = new BackupClient({ endpoint, region, credentials, ...settings })
      expect(await client.send(new ListBackupJobsCommand({}))).toMatchObject({ BackupJobs: [] })
      client.destroy()
    }
  })

  it('finds everything again, with the same key pair', async () => {
    const first = await open()
    const command = new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: 'arn:aws:thaw::000000000000:resource/r',
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    })
    const { BackupJobId } = await clientOf(first).send(command)
    await first[Symbol.asyncDispose]()
    const second = await open()
    expect(second.credentials.accessKeyId).toBe(first.credentials.accessKeyId)
    expect(second.credentials.secretAccessKey).toBe(first.credentials.secretAccessKey)
    expect((await clientOf(second).send(new ListBackupJobsCommand({}))).BackupJobs).toMatchObject([
      { BackupJobId, State: 'RUNNING' },
    ])
  })

  it('refuses a folder in use, in one sentence', async () => {
    await open()
    await expect(open()).rejects.toMatchObject({ name: 'FolderInUseError', message: expect.stringContaining(dataDir) })
  })

  it.skipIf(process.getuid?.() === 0)('refuses a folder it cannot write to, in one sentence', async () => {
    await chmod(dataDir, 0o500)
    await expect(open()).rejects.toMatchObject({
      name: 'FolderNotWritableError',
      message: expect.stringContaining(dataDir),
    })
    await chmod(dataDir, 0o700)
  })

  it('refuses a port in use, in one sentence, and lets go of the folder', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(open({ port })).rejects.toMatchObject({
      name: 'ListenError',
      message: expect.stringContaining(`port ${port} is in use`),
    })
    other.close()
    await open()
  })

  it('is gone after it was closed', async () => {
    const service = await open()
    await service[Symbol.asyncDispose]()
    await expect(fetch(`${service.endpoint}/healthz`)).rejects.toThrow()
    const client = new BackupClient({ ...service, maxAttempts: 1 })
    await expect(client.send(new ListBackupJobsCommand({}))).rejects.toThrow()
  })
})
