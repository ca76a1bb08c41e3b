/** Requests of every operation that must be refused, whatever is picked. */
import type { OperationName } from '../operations.ts'
import { operations } from '../wire/operations.ts'
import type { Draft } from '../wire/testing/requests.ts'
import { sha256, summary } from './service.ts'

/** What the requests may aim at. */
export interface Aims {
  committed: string[]
  aborted: string
  /** Has an open upload, and an object that is called `there`. */
  running: string
  /** Its chunk 0 is the first of what is stored. */
  upload: string
  resourceArn: string
  /** A token that was used for `committed[0]`. */
  token: string
  recoveryPointArn: string
  objectToken: string
  chunkToken: string
  /** What chunks of the committed jobs hold. */
  stored: Buffer[]
}

/** Gives one of its arguments. */
export type Choose = <T>(...options: T[]) => T
type Input = Record<string, unknown>
type Wrong = (aims: Aims, choose: Choose) => Input

const NONE = '00000000-0000-4000-8000-000000000000'
const long = 'x'.repeat(2000)
const otherBytes = Buffer.from('other bytes, which nobody has stored')

/** What is claimed of a stored chunk with one thing wrong; or of bytes that are not those that come. */
function claims({ stored }: Aims, choose: Choose, prefix = '', data = 'Data'): Input {
  const bytes = choose(...stored)
  const length = bytes.length
  const lengths = [0, 1, length - 1, length + 1, 2 * length, 2 ** 26, 2 ** 26 + 1, 2 ** 53, -1, 1.5, 'x', '']
  const right = {
    [`${prefix}Length`]: length,
    [`${prefix}Checksum`]: sha256(bytes),
    [`${prefix}ChecksumAlgorithm`]: 'SHA256',
    [data]: bytes,
  }
  const wrong = choose<Input>(
    { [`${prefix}Length`]: choose<unknown>(...lengths.filter((wrong) => wrong !== length)) },
    { [`${prefix}Length`]: choose(length + 1, 2 * length + 1, 3 * length) },
    { [`${prefix}Checksum`]: choose(sha256('never stored'), sha256(''), 'AAAA', '', long) },
    { [`${prefix}ChecksumAlgorithm`]: choose('sha256', 'SUMMARY', 'MD5', '', undefined) },
    { [`${prefix}Checksum`]: undefined },
    { [data]: choose(bytes.subarray(1), Buffer.concat([bytes, bytes]), otherBytes, Buffer.alloc(0)) },
  )
  return { ...right, ...wrong }
}

const notRunning = ({ committed, aborted }: Aims, choose: Choose) => choose(...committed, aborted, NONE)
const inlineOf = (bytes: Buffer) => ({
  InlineChunk: bytes,
  InlineChunkLength: bytes.length,
  InlineChunkChecksum: sha256(bytes),
  InlineChunkChecksumAlgorithm: 'SHA256',
})
const chunkOf = (bytes: Buffer) => ({
  Data: bytes,
  Length: bytes.length,
  Checksum: sha256(bytes),
  ChecksumAlgorithm: 'SHA256',
})
const tampered = (token: string, choose: Choose) =>
  choose('x', `${token}A`, token.slice(1), `${token.slice(0, -3)}BBB`, long)
const pages = (choose: Choose) => ({ MaxResults: choose<unknown>(0, -1, 101, 1e9, 'x', 1.5) })

export const wrongInputs: Record<OperationName, Wrong> = {
  StartObject: (aims, choose) =>
    choose<Input>(
      { BackupJobId: notRunning(aims, choose), ObjectName: 'there' },
      { BackupJobId: aims.running, ObjectName: 'there', ThrowOnDuplicate: true },
      { BackupJobId: aims.running, ObjectName: 'new', ThrowOnDuplicate: choose<unknown>('true', 1, {}) },
      { BackupJobId: aims.running, ObjectName: choose(long, 'nul\0') },
    ),
  PutChunk: (aims, choose) => {
    const upload = { BackupJobId: aims.running, UploadId: aims.upload }
    return choose<Input>(
      { ...upload, ChunkIndex: choose(0, 1, 7), ...claims(aims, choose) },
      { ...upload, ChunkIndex: choose(1, 7), ...claims(aims, choose) },
      { ...upload, ChunkIndex: 0, ...chunkOf(aims.stored[1]!) },
      { ...upload, ChunkIndex: choose<unknown>(-1, 1.5, '007', 2 ** 53, 'x'), ...chunkOf(aims.stored[0]!) },
      { ...upload, UploadId: choose(NONE, 'x', long), ChunkIndex: 0, ...chunkOf(aims.stored[0]!) },
      { ...upload, BackupJobId: notRunning(aims, choose), ChunkIndex: 0, ...chunkOf(aims.stored[0]!) },
    )
  },
  NotifyObjectComplete: (aims, choose) => {
    const right = {
      BackupJobId: aims.running,
      UploadId: aims.upload,
      ObjectChecksum: summary([sha256(aims.stored[0]!)]),
      ObjectChecksumAlgorithm: 'SUMMARY',
    }
    return choose<Input>(
      { ...right, ...claims(aims, choose, 'MetadataBlob', 'MetadataBlob') },
      { ...right, ObjectChecksum: choose(sha256(aims.stored[0]!), sha256(''), 'x', '') },
      { ...right, ObjectChecksumAlgorithm: choose('SHA256', '', undefined) },
      { ...right, MetadataString: choose('', long, 'line\nbreak') },
      { ...right, UploadId: choose(NONE, 'x') },
      { ...right, BackupJobId: notRunning(aims, choose) },
    )
  },
  PutObject: (aims, choose) => {
    const name = { BackupJobId: aims.running, ObjectName: choose('there', 'new') }
    return choose<Input>(
      { ...name, ...claims(aims, choose, 'InlineChunk', 'InlineChunk') },
      { ...name, ...claims(aims, choose, 'InlineChunk', 'InlineChunk') },
      { ...name, ...inlineOf(aims.stored[0]!), ObjectName: 'there', ThrowOnDuplicate: true },
      { ...name, ...inlineOf(aims.stored[0]!), ThrowOnDuplicate: choose('yes', '1', 'TRUE') },
      {
        ...name,
        ...inlineOf(aims.stored[0]!),
        ObjectChecksum: choose(sha256(aims.stored[0]!), sha256(''), 'x'),
        ObjectChecksumAlgorithm: 'SUMMARY',
      },
      { ...name, ...inlineOf(aims.stored[0]!), MetadataString: choose('', long, 'tab\t') },
      { ...name, InlineChunk: otherBytes },
      { ...name, ...inlineOf(aims.stored[0]!), BackupJobId: notRunning(aims, choose) },
    )
  },
  DeleteObject: (aims, choose) =>
    choose<Input>(
      { BackupJobId: notRunning(aims, choose), ObjectName: 'there' },
      { BackupJobId: aims.running, ObjectName: choose('absent', 'ther', long, 'nul\0', '..') },
    ),
  ListObjects: (aims, choose) =>
    choose<Input>(
      { StorageJobId: choose(aims.aborted, NONE) },
      { StorageJobId: aims.committed[0], ...pages(choose) },
      { StorageJobId: aims.committed[0], NextToken: tampered(aims.objectToken, choose) },
      { StorageJobId: aims.committed[0], CreatedAfter: choose('x', '2030-02-31T00:00:00Z') },
    ),
  ListChunks: (aims, choose) =>
    choose<Input>(
      { StorageJobId: aims.committed[0], ObjectToken: tampered(aims.objectToken, choose) },
      { StorageJobId: choose(aims.aborted, aims.running, NONE), ObjectToken: aims.objectToken },
      { StorageJobId: aims.committed[0], ObjectToken: aims.objectToken, ...pages(choose) },
    ),
  GetChunk: (aims, choose) =>
    choose<Input>(
      { StorageJobId: aims.committed[0], ChunkToken: tampered(aims.chunkToken, choose) },
      { StorageJobId: choose(aims.aborted, aims.running, NONE), ChunkToken: aims.chunkToken },
    ),
  GetObjectMetadata: (aims, choose) =>
    choose<Input>(
      { StorageJobId: aims.committed[0], ObjectToken: tampered(aims.objectToken, choose) },
      { StorageJobId: choose(aims.aborted, aims.running, NONE), ObjectToken: aims.objectToken },
    ),
  CommitBackupJob: (aims, choose) =>
    choose<Input>(
      { BackupJobId: aims.running },
      { BackupJobId: choose(aims.aborted, NONE), AbandonOpenUploads: true },
      { BackupJobId: aims.running, AbandonOpenUploads: choose<unknown>('true', 1, []) },
      { BackupJobId: aims.running, AbandonOpenUploads: true, Warning: choose('', long) },
      { BackupJobId: aims.running, AbandonOpenUploads: true, Details: long + long + long },
    ),
  FailBackupJob: (aims, choose) =>
    choose<Input>(
      { BackupJobId: choose(...aims.committed, NONE), Reason: 'no disk' },
      { BackupJobId: aims.running, Reason: choose(undefined, '', long) },
    ),
  ConfirmBackupJob: (aims, choose) => ({ BackupJobId: choose(aims.running, aims.aborted, NONE) }),
  CollectGarbage: (_aims, choose) => ({ GraceSeconds: choose<unknown>(-1, 0.5, '0'), DryRun: choose(true, false) }),
  DescribeStore: () => ({}),
  ListChunkUses: (_aims, choose) => ({ Checksum: choose('x', long) }),
  ListSharedContent: (aims, choose) =>
    choose<Input>(
      { StorageJobId: choose(aims.aborted, NONE) },
      { StorageJobId: aims.committed[0], StartingObjectPrefix: choose(long, 'nul\0') },
      { StorageJobId: aims.committed[0], EndingObjectName: choose(long, 'nul\0') },
    ),
  GetChunks: (aims, choose) => ({
    StorageJobId: choose(aims.aborted, NONE, aims.committed[0]),
    ChunkTokens: [tampered(aims.chunkToken, choose)],
  }),
  StartBackupJob: (aims, choose) => {
    const right = { BackupVaultName: 'Default', ResourceArn: aims.resourceArn, IamRoleArn: 'arn:aws:iam::0:role/r' }
    const takeOver = { ...right, BackupOptions: { TakeOver: 'true' } }
    return choose<Input>(
      right, // its timeline is busy
      { ...right, ResourceArn: 'arn:aws:thaw::000000000000:resource/elsewhere', IdempotencyToken: aims.token },
      { ...takeOver, BackupVaultName: choose(undefined, '', 'a b', long) },
      { ...takeOver, ResourceArn: choose(undefined, '', 'x', `arn:aws:thaw:::${long}${long}`) },
      { ...takeOver, BackupOptions: choose({ TakeOver: 'yes' }, { WindowsVSS: 'enabled' }, { Resumable: '' }) },
      { ...takeOver, Lifecycle: { DeleteAfterDays: 1 } },
    )
  },
  ListBackupJobs: (_aims, choose) =>
    choose<Input>({ MaxResults: choose<unknown>(0, -1, 1001, 'x') }, { ByState: 'running' }, { NextToken: long }),
  DescribeBackupJob: () => ({ BackupJobId: NONE }),
  StopBackupJob: (aims, choose) => ({ BackupJobId: choose(...aims.committed, NONE, 'x') }),
  DeleteRecoveryPoint: (aims, choose) =>
    choose<Input>(
      { BackupVaultName: choose('Other', 'default'), RecoveryPointArn: aims.recoveryPointArn },
      { BackupVaultName: 'Default', RecoveryPointArn: choose('x', aims.recoveryPointArn.slice(0, -1), long) },
    ),
  ListRestoreJobs: (_aims, choose) => ({ MaxResults: choose<unknown>(0, -1, 'x') }),
  DescribeRestoreJob: () => ({ RestoreJobId: NONE }),
}

/** The input as its operation's request, nothing in it checked. */
export function toDraft(name: OperationName, input: Input): Draft {
  const { method, service, path, input: schema } = operations.find((operation) => operation.name === name)!
  const labels = new Map<string, string>()
  const query: Record<string, string> = {}
  const json: Input = {}
  let payload: Uint8Array | undefined
  for (const [member, traits] of schema.structIterator()) {
    const { httpLabel, httpQuery, httpPayload } = traits.getMergedTraits()
    const value = input[member]
    if (httpPayload) payload = value as Uint8Array | undefined
    else if (httpLabel) labels.set(member, encodeURIComponent(String(value)))
    else if (value === undefined) continue
    else if (httpQuery) query[httpQuery] = String(value)
    else json[member] = value
  }
  const body = payload ?? (Object.keys(json).length > 0 ? JSON.stringify(json) : '')
  const segments = path.map((part) => ('literal' in part ? part.literal : labels.get(part.label)))
  return { method, path: `/${segments.join('/')}`, query, service, body }
}
