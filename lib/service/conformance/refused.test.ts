/**
 * A request that is refused changes nothing: thousands of wrong requests of every operation, over HTTP, beside jobs that
 * were committed. Afterwards every row of the index, every file of the store and every byte of the jobs is as before.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage, paginateListChunks, paginateListObjects } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import BetterSqlite3 from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { operations } from '../wire/operations.ts'
import { type Draft, signed } from '../wire/testing/requests.ts'
import { transmit } from './raw.ts'
import { REGION, sha256, summary, type TemporaryService, temporaryService } from './service.ts'
import { type Aims, type Choose, toDraft, wrongInputs } from './wrong-requests.ts'

/** Requests in one run are under way at once. */
const RUNS = 500
const AT_ONCE = 8
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000)
const resourceArn = 'arn:aws:thaw::000000000000:resource/refused'

it(`${RUNS * AT_ONCE} refused and malformed requests change nothing (seed ${seed})`, { timeout: 300_000 }, async () => {
  await using service = await temporaryService()
  const { aims, look } = await prepare(service)
  const before = await look()
  const refused = new Map(operations.map(({ name }) => [name, 0]))

  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const choose: Choose = (...options) => options[gen(fc.nat, { max: options.length - 1 })]!
    const sent = Array.from({ length: AT_ONCE }, async () => {
      const name = choose(...operations).name
      const input = wrongInputs[name](aims, choose)
      const { draft, change } = mangle(toDraft(name, input), choose, Object.keys(input).length === 0)
      const request = await signed(draft)
      const { status, body } = await transmit(service.endpoint, { ...request, ...change(request) }, draft.body ?? '')
      expect(status, `${name} ${JSON.stringify(input).slice(0, 1000)}: ${body}`).toSatisfy(
        (code) => code >= 400 && code < 500,
      )
      refused.set(name, refused.get(name)! + 1)
    })
    await Promise.all(sent)
  })
  await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: true })

  expect(await look()).toEqual(before)
  expect([...refused].filter(([, times]) => times < 50)).toEqual([])
  await service.restart() // nothing that was only remembered
  expect(await look()).toEqual(before)

  /** Signed for this service, or not quite. */
  function mangle(draft: Draft, choose: Choose, must: boolean) {
    const right = {
      ...draft,
      region: REGION,
      keyPair: service.credentials,
      at: Date.now(),
      // Each is a request of its own, also where it says the same within one second.
      headers: { host: new URL(service.endpoint).host, 'amz-sdk-invocation-id': randomUUID() },
    }
    const unchanged = () => ({})
    type Request = Awaited<ReturnType<typeof signed>>
    const ways: { draft: Draft; change: (request: Request) => Partial<Request> }[] = [
      { draft: { ...right, at: right.at + choose(-1, 1) * 16 * 60_000 }, change: unchanged },
      { draft: { ...right, region: 'eu-else-1' }, change: unchanged },
      { draft: { ...right, service: choose('s3', 'ebs') }, change: unchanged },
      { draft: { ...right, keyPair: { ...service.credentials, secretAccessKey: 'wrong' } }, change: unchanged },
      { draft: { ...right, query: { ...draft.query, unheard: 'of' } }, change: unchanged },
      { draft: right, change: ({ rawPath }) => ({ rawPath: rawPath.replace(/[^/]$/, '%zz') }) },
      { draft: right, change: ({ rawQuery }) => ({ rawQuery: `${rawQuery}&length=1` }) },
      { draft: right, change: ({ headers }) => ({ headers: headers.filter(([key]) => key !== 'x-amz-date') }) },
    ]
    return must || choose(...Array(4).keys()) === 0 ? choose(...ways) : { draft: right, change: unchanged }
  }
})

async function prepare(service: TemporaryService): Promise<{ aims: Aims; look: () => Promise<unknown> }> {
  const settings = { endpoint: service.endpoint, region: REGION, credentials: service.credentials }
  const storage = new BackupStorage(settings)
  const backup = new BackupClient(settings)
  const stored = [100, 70_000, 4096, 1].map((length, i) =>
    Buffer.concat([createHash('sha256').update(`${i}`).digest(), Buffer.alloc(length)]).subarray(0, length),
  )
  const token = 'a token that was used'

  const start = async (more = {}) =>
    await backup.send(
      new StartBackupJobCommand({
        BackupVaultName: 'Default',
        ResourceArn: resourceArn,
        IamRoleArn: 'arn:aws:iam::000000000000:role/r',
        ...more,
      }),
    )
  const put = (BackupJobId: string, ObjectName: string, bytes: Buffer) =>
    storage.putObject({
      BackupJobId,
      ObjectName,
      InlineChunk: bytes,
      InlineChunkLength: bytes.length,
      InlineChunkChecksum: sha256(bytes),
      InlineChunkChecksumAlgorithm: 'SHA256',
    })
  const begin = async (BackupJobId: string, chunks: Buffer[]) => {
    const { UploadId } = await storage.startObject({ BackupJobId, ObjectName: 'chunks' })
    for (const [ChunkIndex, Data] of chunks.entries())
      await storage.putChunk({
        BackupJobId,
        UploadId,
        ChunkIndex,
        Data,
        Length: Data.length,
        Checksum: sha256(Data),
        ChecksumAlgorithm: 'SHA256',
      })
    return UploadId!
  }
  const commit = (BackupJobId: string) => storage.send(new CommitBackupJobCommand({ BackupJobId }))

  const { BackupJobId: first = '', RecoveryPointArn = '' } = await start({ IdempotencyToken: token })
  for (const [i, bytes] of stored.entries()) await put(first, `inline ${i}`, bytes)
  await storage.notifyObjectComplete({
    BackupJobId: first,
    UploadId: await begin(first, stored),
    ObjectChecksum: summary(stored.map(sha256)),
    ObjectChecksumAlgorithm: 'SUMMARY',
    MetadataString: 'm',
    MetadataBlob: stored[2]!,
    MetadataBlobLength: stored[2]!.length,
    MetadataBlobChecksum: sha256(stored[2]!),
    MetadataBlobChecksumAlgorithm: 'SHA256',
  })
  await commit(first)
  const { BackupJobId: aborted = '' } = await start()
  await backup.send(new StopBackupJobCommand({ BackupJobId: aborted }))
  const { BackupJobId: second = '' } = await start()
  await put(second, 'inline 0', stored[3]!)
  await storage.deleteObject({ BackupJobId: second, ObjectName: 'inline 1' })
  await commit(second)
  const { BackupJobId: running = '' } = await start()
  await put(running, 'there', stored[1]!)
  const upload = await begin(running, [stored[0]!])

  const [object] = (await storage.listObjects({ StorageJobId: first })).ObjectList ?? []
  const ObjectToken = object!.ObjectToken!
  const [chunk] = (await storage.listChunks({ StorageJobId: first, ObjectToken })).ChunkList ?? []
  const jobs = [first, second, running]
  const aims: Aims = {
    committed: [first, second],
    aborted,
    running,
    upload,
    resourceArn,
    token,
    recoveryPointArn: RecoveryPointArn,
    objectToken: ObjectToken,
    chunkToken: chunk!.ChunkToken!,
    stored,
  }
  const look = async () => ({
    contents: await Promise.all(jobs.map((job) => contentsOf(storage, job))),
    files: filesOf(join(service.dataDir, 'v1')),
    rows: rowsOf(service.dataDir),
  })
  return { aims, look }
}

/** Every object of the job as the API tells it, with the SHA-256 of all its bytes. */
async function contentsOf(client: BackupStorage, StorageJobId: string): Promise<object[]> {
  const contents: object[] = []
  for await (const page of paginateListObjects({ client }, { StorageJobId }))
    for (const object of page.ObjectList ?? []) {
      const { ObjectToken } = object
      const bytes = createHash('sha256')
      for await (const { ChunkList } of paginateListChunks({ client }, { StorageJobId, ObjectToken }))
        for (const { ChunkToken } of ChunkList ?? []) {
          const { Data } = await client.getChunk({ StorageJobId, ChunkToken })
          bytes.update(await Data!.transformToByteArray())
        }
      const { MetadataBlob } = await client.getObjectMetadata({ StorageJobId, ObjectToken })
      const blob = sha256((await MetadataBlob?.transformToByteArray()) ?? '')
      contents.push({ ...object, bytes: bytes.digest('hex'), blob })
    }
  return contents
}

/** Chunks, packs, quarantine and what is being written: each file with the SHA-256 of its bytes. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('index'))
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort()
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]))
}

/** All rows of the index but those that remember requests, and how often it was opened. */
function rowsOf(dataDir: string): Record<string, unknown[]> {
  const db = new BetterSqlite3(join(dataDir, 'v1/index/index.sqlite'), { readonly: true })
  const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
  const kept = tables.filter((name) => !['request', 'mark'].includes(name))
  const rows = kept.map((name) => [name, db.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).all()])
  db.close()
  return Object.fromEntries(rows)
}
