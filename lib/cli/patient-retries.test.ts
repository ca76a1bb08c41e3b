import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BackupStorageClient, ListObjectsCommand } from '@aws-sdk/client-backupstorage'
import { afterEach, describe, expect, it } from 'vitest'
import { PatientRetryStrategy } from './patient-retries.ts'

const server = createServer()
afterEach(() => void server.close())

/** Answers the first `failures` requests with the error, the next one with an empty listing. */
async function send(failures: number, status: number, error: string) {
  let asked = 0
  server.removeAllListeners('request')
  server.on('request', (_request, response) => {
    const fails = ++asked <= failures
    response.writeHead(fails ? status : 200, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(fails ? { __type: error, Message: 'told' } : { ObjectList: [] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new BackupStorageClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-test-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    retryStrategy: new PatientRetryStrategy(4, 1),
  })
  const outcome = await client.send(new ListObjectsCommand({ StorageJobId: 'j' })).then(
    () => 'answered',
    ({ name }) => name,
  )
  return [outcome, asked]
}

describe('patience', () => {
  it('R02 a busy service is asked until it has time', async () => {
    expect(await send(20, 429, 'ThrottlingException')).toEqual(['answered', 21])
  })

  it('a failing one is asked as often as the SDK does', async () => {
    expect(await send(20, 500, 'ServiceInternalException')).toEqual(['ServiceInternalException', 4])
  })
})
