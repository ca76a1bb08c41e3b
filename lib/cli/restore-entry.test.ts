import { BackupStorageClient } from '@aws-sdk/client-backupstorage'
import { expect, it } from 'vitest'
import { formatThawMetadata, type ThawMetadata } from '#lib/browse/metadata.ts'
import { restoreEntry } from './restore-entry.ts'

const client = new BackupStorageClient({ region: 'us-east-1' })
const signal = new AbortController().signal
const file: ThawMetadata = { type: 'file', size: 0, mtime: 1n, mode: 0o644 }
const owner = { uid: 0, gid: 0 }

it.each<[string, Partial<ThawMetadata>, object]>([
  ['none where owners are kept and nothing is said', { owner }, { xattrs: [], attributes: undefined }],
  ['unknown where not even owners are kept', {}, { xattrs: undefined, attributes: undefined }],
  ['unknown where nobody could look', { owner, attributes: 'unasked' }, { xattrs: undefined, attributes: 'unasked' }],
  ['unknown where they were too many', { owner, attributes: 'partial' }, { xattrs: undefined, attributes: 'partial' }],
])('the attributes of an object are %s', async (_, more, facts) => {
  const listed = {
    Name: 'a',
    ChunksCount: 0,
    ObjectToken: '',
    ObjectChecksum: '',
    ObjectChecksumAlgorithm: 'SUMMARY',
  } as const
  const object = { ...listed, MetadataString: formatThawMetadata({ ...file, ...more }) }
  expect(await restoreEntry(client, 'job', object).facts?.(signal)).toMatchObject(facts)
})
