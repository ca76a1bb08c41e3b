import { readFileSync, readlinkSync, renameSync } from 'node:fs'
import { hasCode } from './file-errors.ts'
import { type Folder, TargetRefusedError } from './folder.ts'
import { temporaryName } from './temporary-name.ts'

/** Another disk is mounted in a folder that is to be removed: what is on it is left alone. */
export class MountedError extends Error {
  override readonly name = 'MountedError'
  readonly retryable = false
}

/** Removes what has this name, a folder with all that is in it. Symlinks are removed and never followed. */
export function removeAny(parent: Folder, name: string | Uint8Array): void {
  try {
    parent.removeFile(name)
  } catch (error) {
    if (!hasCode(error, 'EISDIR', 'EPERM')) throw error // POSIX: unlink of a folder is EPERM
    try {
      removeTree(parent, name)
    } catch (cause) {
      throw cause instanceof TargetRefusedError ? error : cause // a file that may not be removed
    }
  }
}

/**
 * Removes a folder with all that is in it, folder by folder through open descriptors. However deep it is, three of them
 * are enough: folders further down are moved up into the one that goes, and removed there.
 *
 * @throws {TargetRefusedError} it is no folder. {MountedError} another disk is mounted somewhere in it.
 */
export function removeTree(parent: Folder, name: string | Uint8Array): void {
  refuseMounts(parent, name)
  open(parent, name)
  {
    using top = parent.enter(name)
    const { dev } = top.facts()
    if (dev !== parent.facts().dev) throw new MountedError('Another disk is mounted there; unmount it first')
    for (let folders = emptied(top); folders.length > 0; folders = emptied(top))
      for (const child of folders) {
        open(top, child)
        {
          using folder = top.enter(child)
          if (folder.facts().dev !== dev) throw new MountedError('Another disk is mounted in it; unmount it first')
          for (const deeper of emptied(folder)) {
            open(folder, deeper) // a folder that is moved needs to be written to, for its `..`
            renameSync(folder.atBytes(deeper), top.at(temporaryName()))
          }
        }
        top.removeFolder(child)
      }
  }
  parent.removeFolder(name)
}

/**
 * Before anything is touched: also a part of the same disk may be mounted there. Where the system has no list of mounts,
 * other disks are noticed on the way.
 */
function refuseMounts(parent: Folder, name: string | Uint8Array): void {
  if (process.platform !== 'linux') return
  const folder = Buffer.concat([
    readlinkSync(`/proc/self/fd/${parent.fd}`, 'buffer'),
    Buffer.from('/'),
    Buffer.from(name),
  ])
  const path = folder.toString('latin1').replace(/^\/+/, '/')
  for (const mount of mountPoints())
    if (mount === path || mount.startsWith(`${path}/`))
      throw new MountedError('Something is mounted there; unmount it first')
}

/** Paths as bytes in latin1. */
function mountPoints(): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'latin1').split('\n')
  return lines.flatMap((line) => {
    const point = line.split(' ')[4]
    return point === undefined
      ? []
      : [point.replace(/\\([0-7]{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)))]
  })
}

/** Removes everything in a folder but its folders, and gives their names. */
function emptied(folder: Folder): Buffer[] {
  const folders: Buffer[] = []
  for (const entry of folder.entries())
    if (entry.isDirectory()) folders.push(entry.name)
    else folder.removeFile(entry.name)
  return folders
}

/** Makes a folder that goes wide enough for that, where it belongs to this user. */
function open(parent: Folder, name: string | Uint8Array): void {
  try {
    parent.chmodClosed(name, ({ uid, mode }) =>
      Number(uid) === process.geteuid?.() && (Number(mode) & 0o700) !== 0o700 ? 0o700 : undefined,
    )
  } catch (error) {
    throw hasCode(error, 'ELOOP', 'ENOTDIR') ? new TargetRefusedError(name.toString()) : error
  }
}
