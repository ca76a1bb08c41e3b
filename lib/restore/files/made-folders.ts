import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import type { Folder } from './folder.ts'

/** In the target while a restore runs, and behind one that was cut short. */
export const journalName = '.thaw-restore.part'

/**
 * Remembers in the target which folders a restore has made, until it ends: they get their modes and times last, and the
 * run that goes on after an interrupted one must know them from folders that were there before.
 */
export class MadeFolders implements AsyncDisposable {
  readonly #root: Folder
  readonly #names = new Set<string>()
  #file: FileHandle | undefined

  private constructor(root: Folder) {
    this.#root = root
  }

  static async open(root: Folder): Promise<MadeFolders> {
    const made = new MadeFolders(root.retain())
    try {
      await using file = await open(root.at(journalName), constants.O_RDONLY | constants.O_NOFOLLOW)
      for (const line of (await file.readFile('utf8')).split('\n')) made.#names.add(line)
      return made
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return made
      await made[Symbol.asyncDispose]()
      throw error
    }
  }

  has(name: string): boolean {
    return this.#names.has(JSON.stringify(name))
  }

  async add(name: string): Promise<void> {
    const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW } = constants
    this.#file ??= await open(this.#root.at(journalName), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
    const line = JSON.stringify(name) // a name may have line feeds
    await this.#file.write(`${line}\n`)
    this.#names.add(line)
  }

  /** All folders have their modes. */
  async forget(): Promise<void> {
    if (this.#names.size > 0) await unlink(this.#root.at(journalName)).catch(ignoreAbsent)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    await this.#root.release()
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
