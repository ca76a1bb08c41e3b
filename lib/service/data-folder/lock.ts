import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FolderInUseError } from './errors.ts'

/**
 * Takes the folder for this process: an exclusive transaction that stays open. The kernel ends it when the process
 * dies, however it dies. The lock is a POSIX one, so nothing else in this process may open and close `lock.sqlite`:
 * that would drop it. `lock.pid` only says who has it.
 *
 * @throws {FolderInUseError}
 */
export function lockFolder(dataDir: string): Disposable {
  const pidPath = join(dataDir, 'lock.pid')
  const database = new Database(join(dataDir, 'lock.sqlite'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new FolderInUseError(dataDir, pidIn(pidPath))
    throw error
  }
  writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 })
  return { [Symbol.dispose]: () => void database.close() }
}

function pidIn(path: string): number | undefined {
  if (!existsSync(path)) return undefined
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
  return Number.isNaN(pid) ? undefined : pid
}
