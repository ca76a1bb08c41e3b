import { closeSync, constants, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import type { Folder } from './folder.ts'

/** In the target while a restore runs, and behind one that was cut short. */
export const journalName = '.thaw-restore.part'

/**
 * Remembers in the target which folders a restore has made, until it ends: they get their modes and times last, and the
 * run that goes on after an interrupted one must know them from folders that were there before.
 */
export class MadeFolders implements Disposable {
  readonly #root: Folder
  readonly #names = new Set<string>()
  #file: number | undefined

  constructor(root: Folder) {
    this.#root = root
    for (const line of journal(root).split('\n')) this.#names.add(line)
    root.retain()
  }

  has(name: string): boolean {
    return this.#names.has(JSON.stringify(name))
  }

  add(name: string): void {
    const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW } = constants
    this.#file ??= openSync(this.#root.at(journalName), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
    const line = JSON.stringify(name) // a name may have line feeds
    writeSync(this.#file, `${line}\n`)
    this.#names.add(line)
  }

  /** All folders have their modes. */
  forget(): void {
    try {
      unlinkSync(this.#root.at(journalName))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#root.release()
  }
}

/** What an earlier run has written down. */
function journal(root: Folder): string {
  let file: number
  try {
    file = openSync(root.at(journalName), constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
  try {
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}
