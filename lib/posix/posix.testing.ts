import { spawnSync } from 'node:child_process'
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

/**
 * Runs a script of Node.js where `folder` is a file system of another age: ext4 with small inodes, which ends in 2038 and
 * counts whole seconds. Nobody else sees it there.
 *
 * @returns what it printed; undefined where the system does not let a test mount anything.
 */
export function runOnOldFileSystem(folder: string, script: string): string | undefined {
  const image = `${folder}.img`
  const mount = 'truncate -s 8M "$1" && mke2fs -q -t ext4 -I 128 "$1" > /dev/null && mount -o loop "$1" "$2"'
  const inside = (command: string, ...args: string[]) =>
    spawnSync('unshare', ['-m', 'sh', '-c', `${mount} && ${command}`, 'sh', image, folder, ...args], {
      encoding: 'utf8',
    })
  try {
    if (inside('true').status !== 0) return undefined
    const { status, stdout, stderr } = inside('exec "$3" --input-type=module --eval "$4"', process.execPath, script)
    if (status !== 0) throw new Error(stderr)
    return stdout
  } finally {
    rmSync(image, { force: true })
  }
}
