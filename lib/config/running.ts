import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

/** The note a running `thaw serve` leaves in the data folder, so that the other commands find it. */
export interface Running {
  pid: number
  /** Base URL of the storage service, without a trailing slash. */
  storageEndpoint: string
  /** UUID of the store, where the storage service runs in that process. */
  storeId?: string | undefined
  /** Base URL of the AWS Backup API; the same as the storage's, unless a remote endpoint has two. */
  backupEndpoint: string
  /** The storage service runs in that process: its key pair is `credentials.json` beside this file. */
  embedded: boolean
  dashboardUrl: string
  region: string
}

const fileName = 'running.json'

/**
 * Leaves the note; readers see the old one or the new one, never half of it.
 *
 * @throws {ConfigError}
 */
export function writeRunning(dataDir: string, running: Running): void {
  const path = join(dataDir, fileName)
  const temporary = `${path}.${running.pid}`
  try {
    writeFileSync(temporary, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new ConfigError(
      `${path} cannot be written (${(error as Error).message}): move what is there away, and check the space on its disk.`,
    )
  }
}

/**
 * @returns the note of a process that is alive, if there is one.
 * @throws {ConfigError} the data folder is another user's.
 */
export function readRunning(dataDir: string): Running | undefined {
  let text: string
  try {
    text = readFileSync(join(dataDir, fileName), 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EISDIR') return undefined
    if (code !== 'EACCES') throw error
    throw new ConfigError(`The data folder ${dataDir} is another user's: run this as the one who started Thaw there.`)
  }
  const running = parsed(text)
  return running && isAlive(running.pid) ? running : undefined
}

/** A note that is garbled says nothing; the next start writes another one. */
function parsed(text: string): Running | undefined {
  try {
    const value = JSON.parse(text) as Running | null
    return typeof value?.pid === 'number' ? value : undefined
  } catch {
    return undefined
  }
}

/** Takes the note away, unless another process has put its own in the meantime. */
export function removeRunning(dataDir: string, pid: number): void {
  if (readRunning(dataDir)?.pid === pid) rmSync(join(dataDir, fileName), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
