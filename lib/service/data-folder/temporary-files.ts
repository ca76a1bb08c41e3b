import { randomBytes } from 'node:crypto'
import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

const abandonedAfterMs = 24 * 60 * 60 * 1000

// Neither a process id nor a boot id would do: both repeat when a container starts again.
const processToken = `${process.pid}-${randomBytes(8).toString('hex')}`

/** A name no other temporary file has, in any run. */
export function temporaryName(): string {
  return `${processToken}-${randomBytes(16).toString('hex')}`
}

/**
 * Deletes what earlier processes left in the folder for temporary files, and what this one has not touched for a day.
 * The store's lock has to be held: then no other process writes there.
 */
export async function sweepTemporaryFiles(folder: string, now = Date.now()): Promise<{ files: number; bytes: number }> {
  const swept = { files: 0, bytes: 0 }
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(absent)
    if (!found) continue
    if (name.startsWith(`${processToken}-`) && now - found.mtimeMs < abandonedAfterMs) continue
    await unlink(path).catch(absent)
    swept.files++
    swept.bytes += found.size
  }
  return swept
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
