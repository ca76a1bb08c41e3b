import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand, StopBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silent } from '#lib/log.ts'
import { removeRunning, writeRunning } from '../config/running.ts'
import { openLedger } from '../ledger/sqlite/open-ledger.ts'
import { openService, type Service } from '../service/open.ts'
import { fillFolder, snapshot } from './folder.testing.ts'

const main = join(import.meta.dirname, 'main.ts')
let base: string
let dataDir: string
let service: Service
let source: string
let target: string

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'thaw-cli-'))
  dataDir = join(base, 'data')
  service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
  announce()
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  rmSync(base, { recursive: true, force: true })
})
beforeEach(async () => {
  source = mkdtempSync(join(base, 'source-'))
  target = join(mkdtempSync(join(base, 'out-')), 'target')
})
afterEach(() => rmSync(source, { recursive: true, force: true }))

function announce(): void {
  const { endpoint, region } = service
  const dashboardUrl = 'http://127.0.0.1:1'
  const note = {
    pid: process.pid,
    storageEndpoint: endpoint,
    backupEndpoint: endpoint,
    embedded: true,
    dashboardUrl,
    region,
  }
  writeRunning(dataDir, note)
}

interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** Nothing of the developer's own settings. */
function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'test', PATH: process.env.PATH, THAW_DATA_DIR: dataDir }
}

function thaw(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env: environment(), maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

async function backup(...args: string[]): Promise<Ran & { job: string }> {
  const ran = await thaw('backup', source, ...args)
  return { ...ran, job: ran.stdout.trim().split('\n').at(-1)! }
}

describe('thaw backup and restore', () => {
  it('brings a folder back exactly: content, modes, symlinks, times to the nanosecond, odd names', async () => {
    fillFolder(source)
    const { code, job } = await backup()
    expect(code).toBe(0)
    const restored = await thaw('restore', job, '--to', target)
    expect(restored).toMatchObject({ code: 0, stdout: '' })
    expect(snapshot(target)).toEqual(snapshot(source))
  })

  it('stores only what changed the second time, and deletes what is gone', async () => {
    fillFolder(source)
    const items = snapshot(source).size
    expect((await backup()).stderr).toContain(`${items} items stored`)
    const again = await backup()
    expect(again.stderr).toContain(`0 items stored (0 B read), ${items} items unchanged, 0 deleted`)

    unlinkSync(join(source, 'plain.txt'))
    rmSync(join(source, 'a-b'), { recursive: true })
    writeFileSync(join(source, 'new'), 'new')
    chmodSync(join(source, 'empty'), 0o600)
    const third = await backup()
    expect(third.stderr).toContain(`2 items stored (3 B read), ${items - 4} items unchanged, 3 deleted`)
    await thaw('restore', third.job, '--to', target)
    expect(snapshot(target)).toEqual(snapshot(source))
    await thaw('restore', again.job, '--to', `${target}-before`)
    expect(readdirSync(`${target}-before`)).toContain('plain.txt')
  })

  it('skips what cannot be stored, names it and ends with 3', async () => {
    writeFileSync(join(source, 'good'), 'good')
    writeFileSync(Buffer.concat([Buffer.from(`${source}/bad-`), Buffer.from([0xff])]), '')
    const { code, stderr, job } = await backup()
    expect(code).toBe(3)
    expect(stderr).toContain('its name is not UTF-8')
    expect((await thaw('ls', job)).stdout).toMatch(/good\n$/)
  })

  it('restores only what begins with a prefix', async () => {
    fillFolder(source)
    const { job } = await backup()
    expect((await thaw('restore', job, 'a/', '--to', target)).code).toBe(0)
    expect(readdirSync(target)).toEqual(['a'])
    expect((await thaw('restore', job, 'nothing', '--to', target)).code).toBe(1)
  })

  it('keeps files that are there, and says so with 3, unless told to overwrite', async () => {
    writeFileSync(join(source, 'file'), 'from the backup')
    const { job } = await backup()
    mkdirSync(target)
    writeFileSync(join(target, 'file'), 'mine')
    const kept = await thaw('restore', job, '--to', target)
    expect(kept.code).toBe(3)
    expect(kept.stderr).toContain('Kept file')
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('mine')
    expect((await thaw('restore', job, '--to', target, '--overwrite')).code).toBe(0)
    expect(readFileSync(join(target, 'file'), 'utf8')).toBe('from the backup')
  })

  it('a failed or interrupted backup counts for nothing, and its job is stopped', async () => {
    for (let i = 0; i < 300; i++) writeFileSync(join(source, `file-${i}`), `content ${i}`)
    const large = makeHole()
    const { code, stderr } = await backupUntil('interrupted', (child) => child.kill('SIGINT'))
    expect([code, stderr]).toEqual([130, expect.stringContaining('nothing of it counts as a backup')])
    expect(await jobsOf('interrupted')).toMatchObject([{ State: 'ABORTED' }])
    rmSync(large)
    expect((await backup('--resource', 'interrupted')).stderr).toContain('300 items stored')
  })

  it('a backup that is stopped from elsewhere says so in one line', async () => {
    makeHole()
    const client = new BackupClient(service)
    const { code, stderr } = await backupUntil('stopped', (_child, BackupJobId) =>
      client.send(new StopBackupJobCommand({ BackupJobId })),
    )
    expect(code).toBe(1)
    expect(stderr.replace(/^Backing up .+\n/gm, '')).toMatch(
      /^Job \S+ was stopped from elsewhere; nothing of it counts as a backup\.\n$/,
    )
  })

  it('says who is in the way of a backup, and takes over when told to', async () => {
    const client = new BackupClient(service)
    const ResourceArn = 'arn:aws:thaw::000000000000:resource/busy'
    const IamRoleArn = 'arn:aws:iam::000000000000:role/thaw'
    const { BackupJobId } = await client.send(
      new StartBackupJobCommand({ BackupVaultName: 'Default', ResourceArn, IamRoleArn }),
    )
    const refused = await backup('--resource', 'busy')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(BackupJobId)
    expect(refused.stderr).toMatch(/\. With --take-over this backup ends that one\.\n$/)
    expect((await backup('--resource', 'busy', '--take-over', '--allow-empty')).code).toBe(0)
    expect((await thaw('jobs')).stdout).toMatch(new RegExp(`^${BackupJobId}  ABORTED    taken over `, 'm'))
  })
})

describe('hostile objects', () => {
  it('N01 N02 no object name leads out of the target, and none reaches the terminal raw', async () => {
    const names = ['../up', '/absolute', 'a/../../up', 'good', 'in//side', '\x1b[31mred']
    const job = await storeObjects(names)
    const { code, stdout, stderr } = await thaw('restore', job, '--to', target)
    expect(code).toBe(3)
    expect(readdirSync(join(target, '..'))).toEqual(['target'])
    expect(readdirSync(target).toSorted()).toEqual(['\x1b[31mred', 'good'])
    for (const name of ['../up', '/absolute', 'a/../../up', 'in//side']) expect(stderr).toContain(`Refused ${name}: `)
    expect((await thaw('ls', job)).stdout).toContain('\\x1b[31mred')
    expect(stdout + stderr).not.toContain('\x1b')
  })

  it('a symlink in the target is no way out', async () => {
    const job = await storeObjects(['trap/file'])
    mkdirSync(target)
    mkdirSync(join(target, '../outside'))
    symlinkSync('../outside', join(target, 'trap'))
    const { code, stderr } = await thaw('restore', job, '--to', target)
    expect(code).toBe(3)
    expect(stderr).toContain('"trap" is a symlink')
    expect((await thaw('restore', job, '--to', target, '--overwrite')).code).toBe(0)
    expect(readdirSync(join(target, 'trap'))).toEqual(['file'])
    expect(readdirSync(join(target, '../outside'))).toEqual([])
  })

  /** Objects of another writer: no `thaw/1`, any names. */
  async function storeObjects(names: string[]): Promise<string> {
    const storage = new BackupStorageClient(service)
    const started = await new BackupClient(service).send(
      new StartBackupJobCommand({
        BackupVaultName: 'Default',
        ResourceArn: `arn:aws:thaw::000000000000:resource/${hash('sha256', names.join())}`,
        IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
      }),
    )
    const BackupJobId = started.BackupJobId!
    for (const ObjectName of names)
      await storage.send(new PutObjectCommand({ BackupJobId, ObjectName, ...chunk('hostile') }))
    await storage.send(new CommitBackupJobCommand({ BackupJobId }))
    return BackupJobId
  }

  function chunk(content: string) {
    const digest = hash('sha256', content, 'buffer')
    return {
      InlineChunk: content,
      InlineChunkLength: content.length,
      InlineChunkChecksum: digest.toString('base64'),
      InlineChunkChecksumAlgorithm: 'SHA256',
      ObjectChecksum: hash('sha256', digest, 'base64'),
      ObjectChecksumAlgorithm: 'SUMMARY',
    }
  }
})

describe('thaw restore, again', () => {
  it('says what it would do, leaves alone what is there, and compares without writing', async () => {
    fillFolder(source)
    const [alike, other] = [Buffer.alloc(4 * 1024 * 1024, 1), Buffer.from('other')]
    writeFileSync(join(source, 'begins alike'), Buffer.concat([alike, other]))
    copyFileSync(join(source, 'three chunks'), join(source, 'copy of three chunks'))
    const { job } = await backup()
    const planned = await thaw('restore', job, '--to', target, '--dry-run')
    expect(planned).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Would restore \d+ files? \(26\.0 MiB, 13\.0 MiB of it unique\), \d+ folder/),
    })
    expect(() => readdirSync(target)).toThrow('ENOENT')

    expect(await thaw('restore', job, '--to', target)).toMatchObject({ code: 0 })
    const first = snapshot(target)
    unlinkSync(join(target, 'plain.txt'))
    const again = await thaw('restore', job, '--to', target)
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(
      /^1 file \(.*\) restored and verified in .*; \d+ files already there and verified; \d+ folders and 3 symlinks already there\.$/m,
    )
    expect(snapshot(target)).toEqual(first)

    expect(await thaw('restore', job, '--to', target, '--verify-only')).toMatchObject({ code: 0 })
    writeFileSync(join(target, 'plain.txt'), 'somebody wrote here')
    const compared = await thaw('restore', job, '--to', target, '--verify-only')
    expect(compared.code).toBe(1)
    expect(compared.stderr).toContain('Differs plain.txt: ')
    expect(readFileSync(join(target, 'plain.txt'), 'utf8')).toBe('somebody wrote here')
  })
})

describe('thaw verify', () => {
  it('D08 names every damaged object with chunk and offset; a restore leaves them out', async () => {
    const content = Buffer.alloc(9 * 1024 * 1024, 'damage me')
    content.write('a chunk of its own', 5 * 1024 * 1024)
    writeFileSync(join(source, 'big'), content)
    writeFileSync(join(source, 'copy'), content)
    writeFileSync(join(source, 'good'), 'good')
    const { job } = await backup()
    expect(await thaw('verify', job)).toMatchObject({ code: 0 })

    const coverage = async () => {
      await using ledger = await openLedger(join(dataDir, 'ledger.sqlite'))
      return await ledger.verification.coverage(service.endpoint, [job])
    }
    expect(await coverage()).toMatchObject([{ objects: 3, totalObjects: 3 }])

    const digest = hash('sha256', content.subarray(4 * 1024 * 1024, 8 * 1024 * 1024))
    const stored = join(dataDir, 'v1/chunks', digest.slice(0, 2), digest)
    const bytes = readFileSync(stored)
    bytes[1000]! ^= 1
    writeFileSync(stored, bytes)

    const verified = await thaw('verify', job)
    expect(verified.code).toBe(1)
    for (const name of ['big', 'copy'])
      expect(verified.stderr).toContain(`Damaged ${name}: Chunk 1 (offset 4194304) of "${name}"`)
    const damaged = Buffer.from(digest, 'hex').toString('base64')
    for (const name of ['big', 'copy'])
      expect(verified.stderr).toContain(`Chunk ${damaged} hits ${name} in job ${job}; no intact version is known.`)
    expect(verified.stderr).toContain('1 object verified (10.0 MiB read and good')
    expect(verified.stderr).toContain('2 objects are damaged')
    expect(await coverage()).toMatchObject([{ objects: 1, totalObjects: 3 }])

    const planned = await thaw('restore', job, '--to', target, '--dry-run')
    expect(planned.stdout).toMatch(/^Known to be damaged: big\.\nKnown to be damaged: copy\.\nWould restore 3 files/)
    expect(planned).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('2 items would fail, known to be damaged. Each is named above.'),
    })
    const restored = await thaw('restore', job, '--to', target)
    expect(restored.code).toBe(1)
    expect(readdirSync(target)).toEqual(['good'])
  })

  it('heals in the next backup what was found damaged in an older job that shares it', async () => {
    const content = Buffer.alloc(100_000, 'shared with an older job')
    writeFileSync(join(source, 'shared'), content)
    const of = ['--resource', 'healed']
    const { job: one } = await backup(...of)
    writeFileSync(join(source, 'new'), 'n')
    await backup(...of)
    const digest = hash('sha256', content)
    rmSync(join(dataDir, 'v1/chunks', digest.slice(0, 2), digest))
    expect(await thaw('verify', one)).toMatchObject({ code: 1 })
    expect((await backup(...of)).stderr).toContain('1 unchanged item stored again')
    expect(await thaw('verify', one)).toMatchObject({ code: 0 })
  })

  it('finds a job without objects whole, and a prefix without objects not', async () => {
    const { job } = await backup('--resource', 'nothing-in-it', '--allow-empty')
    const verdict = async () => (await jobsOf('nothing-in-it')).map(({ Verdict }) => Verdict)
    expect(await verdict()).toEqual(['never-verified'])
    expect(await thaw('verify', job, 'a/')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('of such a name'),
    })
    expect(await verdict()).toEqual(['never-verified'])
    const verified = await thaw('verify', job)
    expect(verified).toMatchObject({ code: 0, stderr: expect.stringContaining('0 objects verified (0 B read') })
    expect(await verdict()).toEqual(['verified'])
  })

  it('lets the list of jobs say what each is worth: damaged in every job that has the chunk', async () => {
    const content = Buffer.alloc(100_000, 'shared by jobs')
    writeFileSync(join(source, 'shared'), content)
    const of = ['--resource', 'worth']
    const { job: one } = await backup(...of)
    writeFileSync(join(source, 'new'), 'n')
    const { job: two } = await backup(...of)
    const worth = async () => (await jobsOf('worth')).map(({ BackupJobId, Verdict }) => [BackupJobId, Verdict])
    expect(await worth()).toEqual([
      [two, 'never-verified'],
      [one, 'never-verified'],
    ])
    expect(await thaw('verify', two)).toMatchObject({ code: 0 })
    expect(await worth()).toEqual([
      [two, 'verified'],
      [one, 'verified'],
    ])
    expect((await thaw('jobs')).stdout).toMatch(new RegExp(`^${one}  COMPLETED  verified, \\d{4}-\\d\\d-\\d\\d `, 'm'))

    const digest = hash('sha256', content)
    rmSync(join(dataDir, 'v1/chunks', digest.slice(0, 2), digest))
    expect(await thaw('verify', one)).toMatchObject({ code: 1 })
    expect(await worth()).toEqual([
      [two, 'damaged'],
      [one, 'damaged'],
    ])
    expect((await thaw('jobs')).stdout).toMatch(new RegExp(`^${two}  COMPLETED  damaged `, 'm'))
  })

  it('of a folder counts in every job that shows it, and stands among the verifications of its job', async () => {
    mkdirSync(join(source, 'kept'))
    writeFileSync(join(source, 'kept/same'), 'the same')
    writeFileSync(join(source, 'new'), 'n')
    const of = ['--resource', 'folders']
    const { job: one } = await backup(...of)
    writeFileSync(join(source, 'new'), 'newer')
    const { job: two } = await backup(...of)
    expect(await thaw('verify', one, 'kept/')).toMatchObject({ code: 0 })
    expect((await jobsOf('folders')).map(({ BackupJobId, Verdict }) => [BackupJobId, Verdict])).toEqual([
      [two, 'partly-verified'],
      [one, 'partly-verified'],
    ])
    await using ledger = await openLedger(join(dataDir, 'ledger.sqlite'))
    expect(await ledger.verifications.list({ endpoint: service.endpoint, jobId: one, limit: 10 })).toMatchObject([
      { state: 'done', prefix: 'kept/', objects: 2, totalObjects: 2, damagedObjects: 0 },
    ])
  })
})

describe('what scripts read', () => {
  it('prints jobs and objects as JSON lines with the names of the API', async () => {
    writeFileSync(join(source, 'file'), 'content')
    const { job } = await backup('--resource', 'json', '--vault', 'Scripts')
    expect(await jobsOf('json')).toMatchObject([
      { BackupJobId: job, State: 'COMPLETED', BackupVaultName: 'Scripts', ResourceName: 'json' },
    ])
    const listed = (await thaw('ls', job, '--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(listed).toMatchObject([{ Name: 'file', ChunksCount: 1, ObjectLength: 7 }])
  })

  it('frees what nothing refers to', async () => {
    expect((await thaw('gc', '--dry-run')).stdout).toMatch(/^Would free \d/)
    expect((await thaw('gc')).stdout).toMatch(/^Freed \d/)
  })

  it('says how to start the service where none runs, and knows wrong command lines', async () => {
    removeRunning(dataDir, process.pid)
    try {
      const ran = await thaw('jobs')
      expect(ran.code).toBe(1)
      expect(ran.stderr).toContain('start it with')
    } finally {
      announce()
    }
    expect((await thaw('restore', 'job')).code).toBe(2)
    expect((await thaw('nonsense')).code).toBe(2)
    expect(await thaw('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit codes:') })
    expect((await thaw('backup', join(source, 'nothing'))).stderr).toContain('it does not exist')
    expect((await thaw('ls', 'no-such-job')).code).toBe(1)
  })
})

/** A file in the source, last in the order of names, that takes longer to read than any stop takes. */
function makeHole(): string {
  const large = join(source, 'large')
  writeFileSync(large, '')
  truncateSync(large, 2 ** 36)
  return large
}

/** Backs up until there is a job, which is a backup under way, and lets `end` end it. */
async function backupUntil(resource: string, end: (child: ChildProcess, jobId: string) => unknown) {
  const child = spawn(process.execPath, [main, 'backup', source, '--resource', resource], { env: environment() })
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let jobs: Record<string, unknown>[] = []
  while (jobs.length === 0) jobs = await jobsOf(resource)
  await end(child, String(jobs[0]!.BackupJobId))
  return { code: await ended, stderr }
}

async function jobsOf(resource: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await thaw('jobs', '--json', '--resource', `arn:aws:thaw::000000000000:resource/${resource}`)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
