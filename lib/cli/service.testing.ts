import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupClient, StartBackupJobCommand } from '@aws-sdk/client-backup'
import { BackupStorageClient, PutObjectCommand } from '@aws-sdk/client-backupstorage'
import { CommitBackupJobCommand } from '@aws-sdk/client-backupstorage/extensions'
import { writeRunning } from '../config/running.ts'
import { openService } from '../service/open.ts'

/** What a command line has said. */
export interface Ran {
  code: number
  stdout: string
  stderr: string
}

const main = join(import.meta.dirname, 'main.ts')
const log = { info() {}, warn() {}, error() {} }

/** A storage service in this process, and the command line of another process that finds it. */
export async function startServiceForCli() {
  const base = mkdtempSync(join(tmpdir(), 'thaw-cli-'))
  const dataDir = join(base, 'data')
  const service = await openService({ dataDir, host: '127.0.0.1', port: 0, region: 'us-east-1', log })
  const { endpoint, region } = service
  writeRunning(dataDir, {
    pid: process.pid,
    storageEndpoint: endpoint,
    backupEndpoint: endpoint,
    embedded: true,
    dashboardUrl: 'http://127.0.0.1:1',
    region,
  })

  function run(command: string, args: string[]): Promise<Ran> {
    // Nothing of the developer's own settings.
    const env = { NODE_ENV: 'test', PATH: process.env.PATH, THAW_DATA_DIR: dataDir } as const
    return new Promise((resolve) => {
      execFile(command, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      )
    })
  }

  return {
    dataDir,
    storage: new BackupStorageClient(service),
    /** A new empty folder. */
    folder: (name: string) => mkdtempSync(join(base, `${name}-`)),
    thaw: (...args: string[]) => run(process.execPath, [main, ...args]),
    /**
     * Runs a script of the shell as root of a mount namespace of its own: `thaw` is a command in it, `$1`, `$2` … are
     * the arguments.
     */
    script: (script: string, ...args: string[]) =>
      run('unshare', ['-rm', 'sh', '-c', `thaw() { '${process.execPath}' '${main}' "$@"; }\n${script}`, 'sh', ...args]),
    /** @returns the id of the job. */
    async backup(source: string, ...args: string[]): Promise<string> {
      const { stdout, stderr } = await run(process.execPath, [main, 'backup', source, ...args])
      return stdout.trim().split('\n').at(-1) || `no job: ${stderr}`
    },
    /** A job of objects of another writer: no `thaw/1`, any names, all of one content. @returns its id. */
    async store(names: readonly string[], content = 'content'): Promise<string> {
      const storage = new BackupStorageClient(service)
      const started = await new BackupClient(service).send(
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

export type ServiceForCli = Awaited<ReturnType<typeof startServiceForCli>>
