import { type ChildProcess, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { silent } from '#lib/log.ts'
import { writeRunning } from '../config/running.ts'
import { openService, type Service } from '../service/open.ts'

const launcher = join(import.meta.dirname, '../../bin/thaw')

/** What a command printed and how it ended. */
export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** A storage service in this process, and the command line of other processes that find it. */
export interface CommandLine extends AsyncDisposable {
  /** A folder of one's own, with the store in it as `data`. */
  base: string
  dataDir: string
  service: Service
  storage: BackupStorageClient
  backups: BackupClient
  /** A new empty folder. */
  folder(name: string): string
  /** Runs one command to its end. */
  thaw(...args: string[]): Promise<Ran>
  /** Runs a line of a shell in which `thaw` is a command. */
  shell(line: string): Promise<Ran>
  /**
   * Runs a script of the shell as root of a mount namespace of its own: `thaw` is a command in it, `$1`, `$2` … are the
   * arguments.
   */
  script(script: string, ...args: string[]): Promise<Ran>
  start(...args: string[]): ChildProcess
  /** Backs the source up. @returns the id of the job. */
  backup(source: string, ...args: string[]): Promise<string>
  /** A job of objects of another writer: no `thaw/1`, any names, all of one content. @returns its id. */
  store(names: readonly string[], content?: string): Promise<string>
}

export async function openCommandLine(): Promise<CommandLine> {
  const base = mkdtempSync(join(tmpdir(), 'thaw-command-line-'))
  const dataDir = join(base, 'data')
  const service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log: silent })
  leaveNote(dataDir, service)
  const storage = new BackupStorageClient(service)
  const backups = new BackupClient(service)
  // Nothing of the developer's own settings.
  const env = { NODE_ENV: 'test', PATH: process.env.PATH, THAW_DATA_DIR: dataDir } as const
  const start = (...args: string[]) => spawn(process.execPath, [launcher, ...args], { env, cwd: base })
  const thaw = (...args: string[]) => ended(start(...args))
  const withThaw = (line: string) => `thaw() { '${process.execPath}' '${launcher}' "$@"; }\n${line}`
  return {
    base,
    dataDir,
    service,
    storage,
    backups,
    folder: (name) => mkdtempSync(join(base, `${name}-`)),
    start,
    thaw,
    shell: (line) => ended(spawn('bash', ['--norc', '-c', withThaw(line)], { env, cwd: base })),
    script: (script, ...args) =>
      ended(spawn('unshare', ['-rm', 'sh', '-c', withThaw(script), 'sh', ...args], { env, cwd: base })),
    async backup(source, ...args) {
      const { stdout, stderr } = await thaw('backup', source, ...args)
      return stdout.trim().split('\n').at(-1) || `no job: ${stderr}`
    },
    async store(names, content = 'content') {
      const started = await backups.send(
        new StartBackupJobCommand({
          BackupVaultName: 'Default',
          ResourceArn: `arn:aws:thaw::000000000000:resource/${hash('sha256', JSON.stringify(names))}`,
          IamRoleArn: 'arn:aws:iam::000000000000:role/thaw',
        }),
      )
      const BackupJobId = started.BackupJobId!
      const digest = hash('sha256', content, 'buffer')
      const whole = {
        InlineChunk: content,
        InlineChunkLength: content.length,
        InlineChunkChecksum: digest.toString('base64'),
        InlineChunkChecksumAlgorithm: 'SHA256',
        ObjectChecksum: hash('sha256', digest, 'base64'),
        ObjectChecksumAlgorithm: 'SUMMARY',
      }
      for (const ObjectName of names) await storage.send(new PutObjectCommand({ BackupJobId, ObjectName, ...whole }))
      await storage.send(new CommitBackupJobCommand({ BackupJobId }))
      return BackupJobId
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

/** As `thaw serve` does it: the commands find the service by it. */
export function leaveNote(dataDir: string, { endpoint, storeId, region }: Service): void {
  const endpoints = { storageEndpoint: endpoint, backupEndpoint: endpoint, dashboardUrl: 'http://127.0.0.1:1' }
  writeRunning(dataDir, { ...endpoints, storeId, pid: process.pid, embedded: true, region })
}

/** What a command printed and how it ended. */
export async function ended(child: ChildProcess): Promise<Ran> {
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  return { code: await code, stdout, stderr }
}
