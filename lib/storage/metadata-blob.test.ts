import { hash } from 'node:crypto'
import { type BackupStorageClient, ServiceInternalException, ThrottlingException } from '@aws-sdk/client-backupstorage'
import { expect, it } from 'vitest'
import { metadataBlob } from './metadata-blob.ts'

const at = { jobId: 'job', token: 'token' }
const read = (send: () => Promise<unknown>) =>
  metadataBlob({ send } as unknown as BackupStorageClient, at, new AbortController().signal)
const bytes = Buffer.from('facts')
const answer = (MetadataBlobChecksum: string) => async () => ({
  MetadataBlob: { transformToByteArray: async () => bytes },
  MetadataBlobChecksum,
})

it('M09 is what its checksum promises, or nothing', async () => {
  expect(await read(answer(hash('sha256', bytes, 'base64')))).toEqual(bytes)
  expect(await read(answer(hash('sha256', 'other', 'base64')))).toBeUndefined()
})

it('M09 is nothing where the service finds it damaged; whatever else goes wrong is told', async () => {
  const metadata = { $metadata: {}, message: 'no' }
  expect(await read(() => Promise.reject(new ServiceInternalException(metadata)))).toBeUndefined()
  await expect(read(() => Promise.reject(new ThrottlingException(metadata)))).rejects.toThrow('no')
})
