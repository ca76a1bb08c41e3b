import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setXattr } from './xattrs.ts'

/** Whether files for tests can have attributes of users; a test that needs them is skipped where not. */
export const canHaveXattrs = tried()

/** Whether owners and everything else may be set. */
export const isRoot = process.getuid?.() === 0

function tried(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-posix-'))
  try {
    setXattr(folder, 'user.thaw', Buffer.from('x'))
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}
