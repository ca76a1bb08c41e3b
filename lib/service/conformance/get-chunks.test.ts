/** GetChunks over real HTTP against the real service, its signature and its frames made and read without our client. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorage } from '@aws-sdk/client-backupstorage'
import { decodeChunkFrames, GetChunksCommand } from '@aws-sdk/client-backupstorage/extensions'
import { describe, expect, it } from 'vitest'
import { signed } from '../wire/testing/requests.ts'
import { REGION, sha256, summary, temporaryService } from './service.ts'

type Service = Awaited<ReturnType<typeof temporaryService>>

/** A job of objects of one chunk each, and their chunks' tokens by name. */
async function jobOf(service: Service, contents: Record<string, Buffer>) {
  const { endpoint, credentials } = service
  const settings = { endpoint, region: REGION, credentials, maxAttempts: 1 }
  const backup = new BackupClient(settings)
  const storage = new BackupStorage(settings)
  const started = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: 'arn:aws:thaw::000000000000:resource/small',
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    }),
  )
  const id = started.BackupJobId!
  for (const [ObjectName, bytes] of Object.entries(contents))
    await storage.putObject({
      BackupJobId: id,
      ObjectName,
      InlineChunk: bytes,
      InlineChunkLength: bytes.length,
      InlineChunkChecksum: sha256(bytes),
      InlineChunkChecksumAlgorithm: 'SHA256',
      ObjectChecksum: summary([sha256(bytes)]),
      ObjectChecksumAlgorithm: 'SUMMARY',
    })
  const { ObjectList = [] } = await storage.listObjects({ StorageJobId: id })
  const tokens = new Map(ObjectList.map(({ Name, SingleChunk }) => [Name!, SingleChunk!.ChunkToken!]))
  return { id, storage, token: (name: string) => tokens.get(name)! }
}

/** One POST as any HTTP client would send it. */
async function post(service: Service, path: string, body: string) {
  const { method, headers } = await signed({
    method: 'POST',
    path,
    body,
    headers: { 'content-type': 'application/json' },
    keyPair: service.credentials,
    region: REGION,
    at: Date.now(),
  })
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const sent = request(
      `${service.endpoint}${path}`,
      { method, headers: Object.fromEntries(headers) },
      async (answer) => {
        const pieces: Buffer[] = []
        for await (const piece of answer) pieces.push(piece)
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(pieces) })
      },
    )
    sent.on('error', reject).end(body)
  })
}

/** Flips a byte of a stored content, wherever it lies. */
async function damage({ dataDir }: Service, content: Buffer): Promise<void> {
  for (const { name, parentPath } of await readdir(join(dataDir, 'v1'), { recursive: true, withFileTypes: true })) {
    const bytes = name.endsWith('.pack') ? await readFile(join(parentPath, name)) : Buffer.alloc(0)
    const at = bytes.indexOf(content)
    if (at < 0) continue
    bytes[at]! ^= 1
    return writeFile(join(parentPath, name), bytes)
  }
  throw new Error('No pack has these bytes')
}

describe('GetChunks on the wire', () => {
  it('answers with one frame for each token, in their order', async () => {
    await using service = await temporaryService()
    const job = await jobOf(service, {
      a: Buffer.from('alpha'),
      b: Buffer.from('beta'),
      large: Buffer.alloc(100_000, 7),
    })
    const ChunkTokenList = [job.token('b'), 'no token', job.token('large'), job.token('a')]
    const answer = await post(service, `/restore-jobs/${job.id}/chunks`, JSON.stringify({ ChunkTokenList }))
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(answer.body.length) },
    })

    const { body } = answer
    const found: (string | number)[] = []
    for (let at = 0; at < body.length; ) {
      const end = at + 5 + body.readUInt32BE(at + 1)
      if (body[at] === 2) found.push(JSON.parse(String(body.subarray(at + 5, end))).__type)
      else {
        const bytes = body.subarray(at + 37, end)
        expect(body.subarray(at + 5, at + 37).toString('base64')).toBe(sha256(bytes))
        found.push(bytes.length > 10 ? bytes.length : String(bytes))
      }
      at = end
    }
    expect(found).toEqual(['beta', 'ResourceNotFoundException', 100_000, 'alpha'])
  })

  it('never gives a damaged chunk, and gives its neighbours', async () => {
    await using service = await temporaryService()
    const contents = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [name, Buffer.from(`content of ${name}, at length`)]),
    )
    const job = await jobOf(service, contents)
    await damage(service, contents.b!)
    const ChunkTokenList = ['a', 'b', 'c'].map(job.token)
    const { Data } = await job.storage.send(new GetChunksCommand({ StorageJobId: job.id, ChunkTokenList }))
    const frames = decodeChunkFrames(Buffer.from(await Data!.transformToByteArray()), 3)
    expect(frames).toMatchObject([
      { kind: 'chunk', checksum: sha256(contents.a!) },
      { kind: 'error', name: 'ServiceInternalException', message: expect.stringContaining(sha256(contents.b!)) },
      { kind: 'chunk', checksum: sha256(contents.c!) },
    ])
    // Found damaged, it is in quarantine: GetChunk says the same.
    const single = job.storage.getChunk({ StorageJobId: job.id, ChunkToken: job.token('b') })
    await expect(single).rejects.toMatchObject({ name: 'ServiceInternalException' })
  })

  it.each([
    ['no list', '{}'],
    ['a list that is none', '{"ChunkTokenList":"t"}'],
    ['a token that is none', '{"ChunkTokenList":[7]}'],
    ['an empty list', '{"ChunkTokenList":[]}'],
    ['too many tokens', JSON.stringify({ ChunkTokenList: Array(257).fill('t') })],
  ])('refuses %s', async (_what, body) => {
    await using service = await temporaryService()
    const answer = await post(service, '/restore-jobs/job/chunks', body)
    expect(answer).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': 'IllegalArgumentException' } })
  })
})
