import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FileUnusableError, FolderInUseError } from './errors.ts'

/**
 * Takes the folder for this process: an exclusive transaction that stays open. The kernel ends it when the process
 * dies, however it dies. The lock is a POSIX one, so nothing else in this process may open and close `lock.sqlite`:
 * that would drop it. `lock.pid` only says who has it.
 *
 * @throws {FolderInUseError}
 */
export function lockFolder(dataDir: string): Disposable {
  const pidPath = join(dataDir, 'lock.pid')
  const path = join(dataDir, 'lock.sqlite')
  const usable = <T>(file: string, use: () => T): T => {
    try {
      return use()
    } catch (error) {
      const cause = error as Error & { code?: string }
      if (cause.code?.startsWith('SQLITE_BUSY')) throw new FolderInUseError(dataDir, pidIn(pidPath))
      if (!isFileFault(file, cause.code)) throw error
      throw new FileUnusableError(dataDir, file, 'stop every Thaw on this folder, then move the file away', { cause })
    }
  }
  using opened = new DisposableStack()
  const open = () => opened.adopt(new Database(path, { timeout: 0 }), (database) => void database.close())
  usable(path, () => open().exec('BEGIN EXCLUSIVE'))
  usable(pidPath, () => writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 }))
  return opened.move()
}

/** The file itself is to blame, and not the folder or its disk. */
function isFileFault(path: string, code: string | undefined): boolean {
  if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') || code === 'EISDIR') return true
  return code === 'SQLITE_CANTOPEN' && statSync(path, { throwIfNoEntry: false })?.isFile() === false
}

function pidIn(path: string): number | undefined {
  if (!existsSync(path)) return undefined
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
  return Number.isNaN(pid) ? undefined : pid
}
