import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { openFsChunkStore } from '../service/chunks/fs/index.ts'
import { sha256, summary } from '../service/conformance/service.ts'
import { openService } from '../service/open.ts'

const main = join(import.meta.dirname, 'main.ts')
const content = 'to be damaged '.repeat(20)
let dataDir: string

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'thaw-check-'))
  await using service = await open()
  const started = await new BackupClient(service).send(
    new StartBackupJobCommand({
      BackupVaultName: 'Default',
      ResourceArn: 'arn:aws:thaw::000000000000:resource/r',
      IamRoleArn: 'arn:aws:iam::000000000000:role/r',
    }),
  )
  const BackupJobId = started.BackupJobId!
  const storage = new BackupStorageClient(service)
  for (const ObjectName of ['one', 'two\n'])
    await storage.send(
      new PutObjectCommand({
        BackupJobId,
        ObjectName,
        InlineChunk: content,
        InlineChunkLength: content.length,
        InlineChunkChecksum: sha256(content),
        InlineChunkChecksumAlgorithm: 'SHA256',
        ObjectChecksum: summary([sha256(content)]),
        ObjectChecksumAlgorithm: 'SUMMARY',
      }),
    )
  await storage.send(new CommitBackupJobCommand({ BackupJobId }))
})
afterAll(() => rmSync(dataDir, { recursive: true }))

const open = () => openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })

const thaw = (...args: string[]) => run(process.execPath, main, ...args)

function run(file: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { NODE_ENV: 'test' as const, PATH: process.env.PATH, THAW_DATA_DIR: dataDir }
  return new Promise((resolve) => {
    execFile(file, args, { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

/** Changes the store for the time of a test. */
async function changed(file: string, change: () => void | Promise<void>, test: () => Promise<void>): Promise<void> {
  const path = join(dataDir, 'v1', file)
  const before = readFileSync(path)
  await change()
  try {
    await test()
  } finally {
    writeFileSync(path, before)
  }
}

function sql(statements: string): void {
  const db = new BetterSqlite3(join(dataDir, 'v1/index/index.sqlite'))
  db.exec(statements)
  db.close()
}

/** Of every file; SQLite leaves empty ones beside a database that was only read. */
const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile() && !/-(wal|shm)$/.test(name))
    .map((name) => `${name} ${hash('sha256', readFileSync(join(folder, name)))}`)

describe('thaw check and thaw rebuild', () => {
  it('want the service stopped, a store, and a share that is one', async () => {
    {
      await using _ = await open()
      for (const command of ['check', 'rebuild'])
        expect(await thaw(command)).toMatchObject({ code: 1, stderr: expect.stringContaining('stop it first') })
    }
    const nothing = await thaw('rebuild', '--data-dir', join(dataDir, 'nothing'))
    expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no store in') })
    for (const share of ['0%', '101%', 'all', '10']) expect((await thaw('check', `--read-data=${share}`)).code).toBe(2)
  })

  it('say what was looked at, and never that the rest is good', async () => {
    const looked = 'Index, records and stored chunks fit together: 1 job, 2 versions of objects, 1 chunk.\n'
    expect(await thaw('check')).toEqual({
      code: 0,
      stdout: `${looked}No content was read: --read-data does that.\n`,
      stderr: '',
    })
    expect(await thaw('check', '--read-data')).toMatchObject({
      code: 0,
      stdout: `${looked}Read 280 B of 280 B (1 chunk of 1): all good.\n`,
    })
    expect((await thaw('check', '--read-data=0.0001%')).stdout).toBe(
      `${looked}Read 0 B of 280 B (0 chunks of 1). Nothing is known of the rest.\n`,
    )
  })

  it('refuse an index and records of a newer version, and change nothing', async () => {
    const index = () => sql('PRAGMA user_version = 99')
    await changed('index/index.sqlite', index, async () => {
      const before = contentOf(join(dataDir, 'v1'))
      for (const command of ['check', 'rebuild'])
        expect(await thaw(command)).toEqual({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(
            /^The index .* has format 99, .* knows formats up to \d+; use the newer version\n$/,
          ),
        })
      expect(contentOf(join(dataDir, 'v1'))).toEqual(before)
    })
    const record = async () => {
      await using store = await openFsChunkStore({ directory: join(dataDir, 'v1') })
      await store.appendManifest({ kind: 'job', json: '{"v":1,"event":"blessed","job":"one","at":1}' })
    }
    await changed('packs/00000001.pack', record, async () => {
      const before = contentOf(join(dataDir, 'v1'))
      for (const command of ['check', 'rebuild'])
        expect(await thaw(command)).toEqual({
          code: 1,
          stdout: '',
          stderr:
            'The store has records that this version of Thaw does not know (1 of kind "blessed"); use the newer version\n',
        })
      expect(contentOf(join(dataDir, 'v1'))).toEqual(before)
    })
  })

  it('say which file cannot be read', async () => {
    for (const [file, sentence] of [
      ['index/index.sqlite', /^The index .*\/index\.sqlite is damaged \(it is no file\)/],
      ['packs/00000001.pack', /^.*\/00000001\.pack: A folder is there in place of a file; move it away\n$/],
    ] as const) {
      const path = join(dataDir, 'v1', file)
      renameSync(path, join(dataDir, 'v1/kept'))
      mkdirSync(path)
      const checked = await thaw('check')
      rmdirSync(path)
      renameSync(join(dataDir, 'v1/kept'), path)
      expect(checked).toMatchObject({ code: 1, stderr: expect.stringMatching(sentence) })
    }
  })

  it('say that the disk is full', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'thaw-full-'))
    const onFullDisk = `
      mount -t tmpfs -o size=4m tmpfs "$1" && cp -a "$2" "$1/data"
      head -c 4m /dev/zero > "$1/fill" 2>/dev/null
      truncate -s -100k "$1/fill"
      shift 2
      "$@"`
    for (const command of ['check', 'rebuild']) {
      const args = [disk, dataDir, process.execPath, main, command, '--data-dir', join(disk, 'data')]
      expect(await run('unshare', '-rm', 'sh', '-c', onFullDisk, 'sh', ...args)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'The disk is full: an index is made beside the one that is there; free some space and try again\n',
      })
    }
    rmdirSync(disk)
  })

  it('look at an index of an earlier version, and leave it as it is', async () => {
    const earlier = () =>
      sql(`DROP TABLE request; DROP INDEX upload_open; ALTER TABLE upload DROP COLUMN expired;
        ALTER TABLE upload DROP COLUMN used_at; ALTER TABLE job DROP COLUMN details; ALTER TABLE job DROP COLUMN warning;
        ALTER TABLE job DROP COLUMN warning_confirmed_at; ALTER TABLE job DROP COLUMN resumable;
        ALTER TABLE job DROP COLUMN abort_cause; DROP INDEX object_blob; PRAGMA user_version = 2`)
    await changed('index/index.sqlite', earlier, async () => {
      const before = contentOf(join(dataDir, 'v1'))
      expect(await thaw('check', '--read-data')).toEqual({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(
          /^The index has format 2; .*\nIndex, records .* 1 job, .*\nRead .*: all good\.\n$/,
        ),
      })
      expect(contentOf(join(dataDir, 'v1'))).toEqual(before)
    })
  })

  it('end with 1 where there is damage, with 3 where not all came back, and name it', async () => {
    const made = await thaw('rebuild')
    expect(made).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Made the index anew in [\d.]+ s: 1 job, 2 versions of objects, 1 chunk\.\nWhat/),
    })
    const pack = join(dataDir, 'v1/packs/00000001.pack')
    const bytes = readFileSync(pack)
    bytes[bytes.indexOf('to be damaged')]! ^= 1
    writeFileSync(pack, bytes)
    const checked = await thaw('check', '--read-data')
    expect(checked).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/\nRead 280 B of 280 B \(1 chunk of 1\): 1 chunk is bad\.\n$/),
    })
    for (const name of ['"one"', '"two\\\\n"']) expect(checked.stderr).toContain(`${name} in job `)
    const rebuilt = await thaw('rebuild')
    expect(rebuilt.code).toBe(3)
    for (const name of ['"one"', '"two\\\\n"']) expect(rebuilt.stderr).toContain(`${name} in job `)
    rmSync(join(dataDir, 'v1/index'), { recursive: true })
    expect(await thaw('check', '--read-data')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No content was read: the index has to be made anew first'),
    })
  })
})
