import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A real folder that goes away with its owner. */
export interface TemporaryFolder extends AsyncDisposable {
  path: string
  /** Writes files by their relative names; missing folders are made. */
  write(files: Record<string, Uint8Array | string>): Promise<void>
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'thaw-e2e-folder-'))
  return {
    path,
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true })
        await writeFile(join(path, name), content)
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

/** A small home folder: texts, pictures of random bytes, an empty file, a long one, a link, names people really use. */
export async function homeFolder(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder()
  await folder.write({
    'notes.txt': 'Remember the milk.\n',
    'empty.log': '',
    'photos/2026/Ærøskøbing (1).jpg': randomBytes(180_000),
    'photos/2026/beach & sea.jpg': randomBytes(90_000),
    'music/100% [live].flac': randomBytes(700_000),
    'disk.img': randomBytes(10 * 1024 * 1024 + 123),
  })
  await symlink('notes.txt', join(folder.path, 'todo'))
  await utimes(join(folder.path, 'notes.txt'), 1_700_000_000.5, 1_700_000_000.5)
  return folder
}
