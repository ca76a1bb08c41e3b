import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { FolderUnusableError } from './errors.ts'

const implausiblyFastMs = 0.03

export interface ProbeFinding {
  /** False where the file system cannot make a folder's names durable. */
  folderSync: boolean
  /** False where the fsync came back faster than any disk: a cache that may lose what it acknowledged. */
  plausibleSync: boolean
}

/**
 * Goes the way of every stored chunk once: a temporary file, fsync, hard link, rename, fsync of the folder, read back.
 *
 * @throws {FolderUnusableError} where a step does not do what the store relies on.
 */
export async function probeFolder(dataDir: string, paths: { tmp: string; chunks: string; packs: string }) {
  const devices = await Promise.all([paths.tmp, paths.chunks, paths.packs].map(async (path) => (await stat(path)).dev))
  if (new Set(devices).size > 1)
    throw new FolderUnusableError(
      dataDir,
      'its folders v1/tmp, v1/chunks and v1/packs must lie on one volume; move them together',
    )

  const temporary = join(paths.tmp, `probe-${randomBytes(16).toString('hex')}`)
  const linked = join(paths.chunks, '.probe')
  const renamed = join(paths.packs, '.probe')
  const bytes = randomBytes(4096)
  const finding: ProbeFinding = { folderSync: true, plausibleSync: true }
  try {
    await Promise.all([linked, renamed].map(unlinkIfThere))
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    try {
      await file.writeFile(bytes)
      const before = performance.now()
      await file.sync()
      finding.plausibleSync = performance.now() - before >= implausiblyFastMs
    } finally {
      await file.close()
    }
    await link(temporary, linked).catch((cause) => {
      throw new FolderUnusableError(dataDir, 'its file system has no hard links; choose a folder on a local disk', {
        cause,
      })
    })
    await rename(linked, renamed)
    finding.folderSync = await syncFolder(paths.packs)
    if (!(await readFile(renamed)).equals(bytes))
      throw new FolderUnusableError(dataDir, 'what was written to it reads back differently; look at its disk')
    return finding
  } finally {
    await Promise.all([temporary, linked, renamed].map(unlinkIfThere))
  }
}

/** False where the file system knows no such thing (EINVAL). */
export async function syncFolder(path: string): Promise<boolean> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await folder.sync()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EINVAL') return false
    throw error
  } finally {
    await folder.close()
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
