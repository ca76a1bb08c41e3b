import { type BackupObject, BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { HttpResponse } from '@smithy/core/protocols'
import { expect, it } from 'vitest'
import { offerReading } from './handover.ts'
import { findObject, storedObject } from './stored-object.ts'

const here = { bytes: Buffer.from('read here'), checksum: 'proven' }

/** A storage in this process that has the chunk `here`, and of all others says by the protocol that they are lost. */
function embedded() {
  const messages: string[] = []
  const requestHandler = {
    async handle({ path }: { path: string }) {
      messages.push(path)
      const headers = { 'x-amzn-errortype': 'ServiceInternalException' }
      return { response: new HttpResponse({ statusCode: 500, headers, body: Buffer.from('{}') }) }
    },
  }
  offerReading(requestHandler, async ({ token }) => (token === 'here' ? here : undefined))
  const client = new BackupStorageClient({
    endpoint: 'http://embedded:1',
    region: 'eu-test-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  })
  const { fetchChunk } = storedObject(client, 'job', { Name: 'a', ObjectChecksum: 'c' } as BackupObject)
  const fetch = (token: string) =>
    fetchChunk({ index: 0, offset: 0, length: 300_000, checksum: 'c', token }, new AbortController().signal)
  return { fetch, messages }
}

it('reads chunks of a storage in this process without a message for each', async () => {
  const { fetch, messages } = embedded()
  expect(await fetch('here')).toEqual(here)
  expect(messages).toEqual([])
})

it('asks by the protocol for what could not be read here, and fails in its words', async () => {
  const { fetch, messages } = embedded()
  await expect(fetch('gone')).rejects.toMatchObject({
    name: 'StorageRequestError',
    cause: { name: 'ServiceInternalException' },
  })
  expect(messages).toEqual([expect.stringContaining('gone')])
})

it('finds an object behind a page that is empty', async () => {
  const pages = ['{"ObjectList": [], "NextToken": "on"}', '{"ObjectList": [{"Name": "a"}]}']
  const asked: unknown[] = []
  const client = new BackupStorageClient({
    endpoint: 'http://remote:1',
    region: 'eu-test-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
    requestHandler: {
      async handle({ query }: { query: Record<string, string> }) {
        asked.push(query['next-token'])
        return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from(pages.shift()!) }) }
      },
    } as never,
  })
  expect(await findObject(client, { jobId: 'job', name: 'a' })).toMatchObject({ Name: 'a' })
  expect(asked).toEqual([undefined, 'on'])
})
