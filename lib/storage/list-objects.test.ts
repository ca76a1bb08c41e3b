import {
  type BackupStorageClient,
  type ListObjectsCommand,
  type ListObjectsInput,
  ResourceNotFoundException,
} from '@aws-sdk/client-backupstorage'
import { describe, expect, it } from 'vitest'
import { listObjects } from './list-objects.ts'

const names = Array.from({ length: 250 }, (_, index) => String(index).padStart(3, '0'))

/** A listing whose page tokens can expire, behind what of a client is used. */
function listing({ expires = () => false }: { expires?: (asked: ListObjectsInput, count: number) => boolean } = {}) {
  const asked: ListObjectsInput[] = []
  const client = {
    config: { requestHandler: {} },
    async send({ input }: ListObjectsCommand) {
      asked.push(input)
      if (expires(input, asked.length)) throw new ResourceNotFoundException({ message: 'expired', $metadata: {} })
      const start = input.NextToken ?? input.StartingObjectName ?? ''
      const left = names.filter((name) => name.startsWith(input.StartingObjectPrefix ?? '') && name >= start)
      return { ObjectList: left.slice(0, 100).map((Name) => ({ Name })), NextToken: left[100] }
    },
  }
  return { asked, client: client as unknown as BackupStorageClient }
}

async function listed(client: BackupStorageClient, prefix?: string): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = []
  for await (const object of listObjects(client, { jobId: 'job', prefix })) found.push(object.Name)
  return found
}

describe('listObjects', () => {
  it('gives every object once, over all pages', async () => {
    expect(await listed(listing().client)).toEqual(names)
    expect(await listed(listing().client, '24')).toEqual(names.slice(240))
  })

  it('goes on behind the last name where a page token has expired', async () => {
    const { client, asked } = listing({ expires: (input, count) => input.NextToken !== undefined && count === 2 })
    expect(await listed(client)).toEqual(names)
    expect(asked[2]).toMatchObject({ StartingObjectName: '099' })
  })

  it('does not hide that the job is not there', async () => {
    await expect(listed(listing({ expires: () => true }).client)).rejects.toThrow('expired')
  })
})
