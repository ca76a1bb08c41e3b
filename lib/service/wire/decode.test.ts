import { describe, expect, it } from 'vitest'
import { decodeInput } from './decode.ts'
import { FormError } from './form.ts'
import { operations } from './operations.ts'

/** Labels default to `x`, and to `0` for the index of a chunk. */
function decode(name: string, { query = '', body = '', labels = {} as Record<string, string> } = {}) {
  const operation = operations.find((candidate) => candidate.name === name)!
  const given = operation.path.flatMap((part) =>
    'label' in part ? [[part.label, part.label === 'ChunkIndex' ? '0' : 'x'] as const] : [],
  )
  return decodeInput(operation, {
    labels: new Map([...given, ...Object.entries(labels)]),
    rawQuery: query,
    json: operation.payload ? undefined : Buffer.from(body),
  })
}

const CHUNK = 'length=3&checksum=a%2Bb%2F%3D&checksum-algorithm=SHA256'
const JOB = { BackupVaultName: 'v', ResourceArn: 'a', IamRoleArn: 'r' }

describe('labels and queries', () => {
  it('become the members of the command, each decoded once', () => {
    expect(decode('PutChunk', { query: CHUNK, labels: { UploadId: 'u%2541', ChunkIndex: '12' } })).toEqual({
      BackupJobId: 'x',
      UploadId: 'u%41',
      ChunkIndex: 12,
      Length: 3,
      Checksum: 'a+b/=',
      ChecksumAlgorithm: 'SHA256',
    })
    expect(decode('PutObject', { query: 'throwOnDuplicate=true' })).toMatchObject({ ThrowOnDuplicate: true })
  })

  it('a bare + in a checksum is a +', () => {
    expect(decode('PutChunk', { query: CHUNK.replace('%2B', '+') })).toMatchObject({ Checksum: 'a+b/=' })
  })

  it.each([
    '-1',
    '1.5',
    '1e3',
    '007',
    '%201',
    '%EF%BC%91',
    '9007199254740992',
    '9223372036854775808',
    '',
    '+5',
    '0x5',
    'NaN',
  ])('W05 the index "%s" is refused', (index) =>
    expect(() => decode('PutChunk', { query: CHUNK, labels: { ChunkIndex: index } })).toThrow(FormError),
  )

  it.each(['', 'sha256', 'SHA-256', 'MD5', 'SUMMARY'])('W04 the algorithm "%s" is refused', (algorithm) => {
    const query = CHUNK.replace('=SHA256', `=${algorithm}`)
    expect(() => decode('PutChunk', { query })).toThrow(/ChecksumAlgorithm must be SHA256/)
    expect(() => decode('PutObject', { query })).toThrow(/InlineChunkChecksumAlgorithm must be SHA256/)
  })

  it('a payload whose length is left out beside its checksum is empty', () => {
    const query = CHUNK.replace(/length=\d+&/, '')
    expect(decode('PutChunk', { query })).toMatchObject({ Length: 0 })
    expect(decode('PutObject', { query })).toMatchObject({ InlineChunkLength: 0 })
  })

  it('W04 a payload needs its length, its checksum and the algorithm', () => {
    expect(() => decode('PutChunk', { query: 'length=3&checksum=a' })).toThrow(/ChecksumAlgorithm is missing/)
    expect(() => decode('PutObject', { query: 'checksum=a' })).toThrow(/InlineChunk needs all of/)
    expect(() =>
      decode('NotifyObjectComplete', { query: 'checksum=a&checksum-algorithm=SUMMARY&metadata-blob-length=1' }),
    ).toThrow(/MetadataBlob needs all of/)
  })

  it.each(['%zz', '%', '%c0%af', '%ED%A0%80', 'caf\u00e9'])(
    'W17 N11 "%s" is refused in a label and in a query',
    (text) => {
      expect(() => decode('StartObject', { labels: { ObjectName: text } })).toThrow(FormError)
      expect(() => decode('ListObjects', { query: `starting-object-name=${text}` })).toThrow(FormError)
      expect(() => decode('ListObjects', { query: `${text}=1` })).toThrow(FormError)
    },
  )

  it('W16 an empty label is refused', () => {
    expect(() => decode('StartObject', { labels: { ObjectName: '' } })).toThrow(/must not be empty/)
  })

  it.each([
    'max-results=1&max-results=2',
    'max-results=1&max%2Dresults=1',
    'a[]=1',
    '__proto__=1',
    'constructor=1',
    'x',
    '=1',
    '&',
    'max-results=1&',
  ])('W18 the query "%s" is refused', (query) => {
    expect(() => decode('ListObjects', { query })).toThrow(FormError)
    expect(Object.hasOwn(Object.prototype, '1')).toBe(false)
  })

  it.each(['-1', '0', '101', '1000000000', 'NaN', '', '1.0'])('W19 max-results=%s is refused', (value) => {
    expect(() => decode('ListObjects', { query: `max-results=${value}` })).toThrow(/MaxResults must be/)
  })

  it('W19 has the range of each API', () => {
    expect(decode('ListChunks', { query: 'max-results=100' })).toMatchObject({ MaxResults: 100 })
    expect(decode('ListBackupJobs', { query: 'maxResults=1000' })).toMatchObject({ MaxResults: 1000 })
    expect(() => decode('ListBackupJobs', { query: 'maxResults=1001' })).toThrow(FormError)
  })

  it('takes a state only as it is spelled', () => {
    expect(decode('ListBackupJobs', { query: 'state=RUNNING' })).toMatchObject({ ByState: 'RUNNING' })
    expect(() => decode('ListBackupJobs', { query: 'state=running' })).toThrow(/ByState must be/)
  })
})

describe('timestamps', () => {
  it.each([
    ['2030-03-17T17%3A46%3A40Z', '2030-03-17T17:46:40.000Z'],
    ['2020-01-02T03:04:05.678000Z', '2020-01-02T03:04:05.678Z'],
    ['2020-01-02T03:04:05.6789999Z', '2020-01-02T03:04:05.678Z'],
    ['2020-01-02T03:04:05.000000001Z', '2020-01-02T03:04:05.000Z'],
    ['2020-01-02T03:04:05%2B01:30', '2020-01-02T01:34:05.000Z'],
    ['2020-01-02T03:04:05-01:30', '2020-01-02T04:34:05.000Z'],
    ['1516925490.087', '2018-01-26T00:11:30.087Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(decode('ListObjects', { query: `created-after=${text}` })).toMatchObject({ CreatedAfter: new Date(iso) })
  })

  it.each([
    '',
    'yesterday',
    '2020-01-02',
    '2020-02-30T00:00:00Z',
    '2020-13-01T00:00:00Z',
    '2020-01-02T24:00:00Z',
    '2020-01-02T03:04:05',
    '%2B275761-01-01T00:00:00Z',
    '2020-01-02T03:04:05.0000000001Z',
    '-1',
    '1e9',
    '2020-01-02T03:04:05%2B99:00',
  ])('W20 "%s" is refused', (text) =>
    expect(() => decode('ListObjects', { query: `created-before=${text}` })).toThrow(/CreatedBefore must be/),
  )
})

describe('JSON bodies', () => {
  it('become members; unknown ones and null are dropped, maps keep any key', () => {
    const body = JSON.stringify({ ...JOB, Unknown: { deep: [1] }, IdempotencyToken: null }).replace(
      /}$/,
      ',"BackupOptions":{"__proto__":"kept","TakeOver":"true"},"Lifecycle":{"DeleteAfterDays":-1}}',
    )
    const input = decode('StartBackupJob', { body })
    expect(Object.keys(input).toSorted()).toEqual([...Object.keys(JOB), 'BackupOptions', 'Lifecycle'].toSorted())
    expect(Object.entries(input.BackupOptions as object)).toEqual([
      ['__proto__', 'kept'],
      ['TakeOver', 'true'],
    ])
  })

  it('may be missing where nothing is required', () => {
    expect(decode('StartObject')).toEqual({ BackupJobId: 'x', ObjectName: 'x' })
    expect(decode('StopBackupJob', { body: '{}' })).toEqual({ BackupJobId: 'x' })
  })

  it.each(['[]', '1', 'null', '"text"', '{', '{}x', '\u0000'])('that are not an object are refused: %s', (body) => {
    expect(() => decode('StartObject', { body })).toThrow(FormError)
  })

  it.each([{ ThrowOnDuplicate: 'true' }, { ThrowOnDuplicate: 1 }, { ThrowOnDuplicate: {} }])(
    'must have the types of the model: %j',
    (body) => {
      expect(() => decode('StartObject', { body: JSON.stringify(body) })).toThrow(
        /ThrowOnDuplicate must be true or false/,
      )
    },
  )

  it.each([
    { StartWindowMinutes: 1.5 },
    { StartWindowMinutes: '1' },
    { BackupOptions: [] },
    { BackupOptions: { a: 1 } },
    { Lifecycle: 'x' },
    { BackupVaultName: 7 },
    { BackupVaultName: '\ud800' },
  ])('must have the types of AWS Backup: %j', (members) => {
    expect(() => decode('StartBackupJob', { body: JSON.stringify({ ...JOB, ...members }) })).toThrow(FormError)
  })

  it('name the required member that is missing', () => {
    const { IamRoleArn: _, ...rest } = JOB
    expect(() => decode('StartBackupJob', { body: JSON.stringify(rest) })).toThrow(
      expect.objectContaining({ kind: 'missing', message: 'IamRoleArn is missing' }),
    )
  })

  it('W17 that are not UTF-8 are refused', () => {
    const operation = operations.find(({ name }) => name === 'StartObject')!
    const labels = new Map([
      ['BackupJobId', 'x'],
      ['ObjectName', 'x'],
    ])
    expect(() => decodeInput(operation, { labels, rawQuery: '', json: Buffer.from([0x22, 0xc0, 0xaf, 0x22]) })).toThrow(
      FormError,
    )
  })
})
