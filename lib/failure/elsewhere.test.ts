import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BackupClient, ListBackupJobsCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, GetChunkCommand, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { describe, expect, it } from 'vitest'
import { failureOf } from './failure-of.ts'

const secret = 'role-credentials-of-the-machine'

/** A server that answers every request in one way, and how many it got. */
async function answering(status: number, headers: Record<string, string>) {
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    request.resume()
    response.writeHead(status, headers).end(secret)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    [Symbol.dispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const settingsFor = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
  maxAttempts: 1,
})

describe('P13 an endpoint that leads elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('is not followed by %i, and what it says is not passed on', async (status) => {
    using inside = await answering(200, { 'content-type': 'application/json' })
    using endpoint = await answering(status, {
      location: `${inside.url}/latest/meta-data/`,
      'content-type': 'text/html',
    })
    const settings = settingsFor(endpoint.url)
    const storage = new BackupStorageClient(settings)
    const asked = [
      storage.send(new ListObjectsCommand({ StorageJobId: 'job' })),
      storage.send(new GetChunkCommand({ StorageJobId: 'job', ChunkToken: 'token' })),
      new BackupClient(settings).send(new ListBackupJobsCommand({})),
    ]
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer.status).toBe('rejected')
      const failure = failureOf((answer as PromiseRejectedResult).reason)
      expect(failure).toMatchObject({ code: 'Redirected', retryable: false })
      expect(JSON.stringify(failure)).not.toContain(secret)
    }
    expect(endpoint.requests()).toBe(asked.length)
    expect(inside.requests()).toBe(0)
  })

  it('says that what answers there is no storage service, and nothing of what it says', async () => {
    using page = await answering(200, { 'content-type': 'text/html' })
    const storage = new BackupStorageClient(settingsFor(page.url))
    const error = await storage.send(new ListObjectsCommand({ StorageJobId: 'job' })).catch((thrown) => thrown)
    expect(failureOf(error)).toMatchObject({ code: 'NoStorageService', retryable: false })
    expect(JSON.stringify(failureOf(error))).not.toContain(secret)
  })
})
