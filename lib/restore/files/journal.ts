import { closeSync, constants, fstatSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { entryName } from './entry-name.ts'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'

/** In the target while a restore runs, and behind one that was cut short. */
export const journalName = '.thaw-restore.part'

/**
 * What a restore notes in the target until it ends, for itself and for the run that goes on after an interrupted one:
 *
 * - the folders it makes: they get their modes and times last, and must be known from folders that were there before;
 * - the folders whose mode it has widened to work in them, with the mode they get back.
 *
 * One line a note, JSON: `"a/b"` made, `["a/b",365]` widened, `["a/b"]` put back. Folders are named by their path in the
 * target, '' for the target itself.
 */
export class Journal implements Disposable {
  readonly #root: Folder
  readonly #made = new Set<string>()
  readonly #widened = new Map<string, number>()
  #file: number | undefined
  #isTorn: boolean
  /** Something that is no note of ours has the name; it stays unless there is something to note. */
  #isInTheWay: boolean

  constructor(root: Folder) {
    this.#root = root
    const text = earlierNotes(root)
    this.#isInTheWay = text === undefined
    this.#isTorn = text !== undefined && text !== '' && !text.endsWith('\n')
    for (const line of (text ?? '').split('\n')) this.#take(line)
    root.retain()
  }

  /** Whether this run or an earlier one has made the folder. */
  hasMade(path: string): boolean {
    return this.#made.has(path)
  }

  /** The folders that were widened and not put back, with the modes they get back. */
  get widened(): ReadonlyMap<string, number> {
    return this.#widened
  }

  /** Noted before it is made: an interruption in between does no harm. */
  making(path: string): void {
    this.#write(path)
    this.#made.add(path)
  }

  /** The first mode that was noted is the one a folder gets back. */
  widening(path: string, mode: number): void {
    if (this.#widened.has(path)) return
    this.#write([path, mode])
    this.#widened.set(path, mode)
  }

  /** The folder has its mode again. */
  putBack(path: string): void {
    this.#widened.delete(path)
    this.#write([path])
  }

  /** All folders have their modes. */
  forget(): void {
    this.#widened.clear()
    if (this.#isInTheWay) return
    try {
      unlinkSync(this.#root.at(journalName))
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#root.release()
  }

  #write(note: unknown): void {
    const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW } = constants
    if (this.#isInTheWay) unlinkSync(this.#root.at(journalName))
    this.#isInTheWay = false
    this.#file ??= openSync(this.#root.at(journalName), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600)
    // A full disk may have cut the last line short.
    const line = Buffer.from(`${this.#isTorn ? '\n' : ''}${JSON.stringify(note)}\n`)
    this.#isTorn = true
    for (let at = 0; at < line.length; ) at += writeSync(this.#file, line, at)
    this.#isTorn = false
  }

  #take(line: string): void {
    const note = parsed(line)
    const [path, mode] = Array.isArray(note) ? note : [note]
    if (typeof path !== 'string' || !isInTarget(path)) return
    if (!Array.isArray(note)) this.#made.add(path)
    else if (mode === undefined) this.#widened.delete(path)
    else if (typeof mode === 'number' && Number.isInteger(mode) && !this.#widened.has(path))
      this.#widened.set(path, mode & 0o7777)
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // cut short: what it was about was not done yet
  }
}

/** A path that leads out of the target would let a note change what lies outside. */
function isInTarget(path: string): boolean {
  const place = entryName(path)
  return path === '' || (place.ok && !place.isFolder)
}

/**
 * What an earlier run of this user has written down; undefined where what has the name may be by somebody else, whom it
 * would let change modes.
 */
function earlierNotes(root: Folder): string | undefined {
  let file: number
  try {
    file = openSync(root.at(journalName), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ''
    if (hasCode(error, 'ELOOP', 'EMLINK', 'ENXIO', 'EACCES')) return undefined // a symlink, a socket, a file of others
    throw error
  }
  try {
    const facts = fstatSync(file)
    const isOurs = facts.isFile() && facts.nlink === 1 && facts.uid === process.geteuid?.() && !(facts.mode & 0o022)
    return isOurs ? readFileSync(file, 'utf8') : undefined
  } finally {
    closeSync(file)
  }
}
