import { randomBytes, randomUUID } from 'node:crypto'
import { access, chmod, constants, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders } from '#lib/posix/make-folders.ts'
import { FolderNotWritableError, FolderUnusableError, StoreFormatError } from './data-folder/errors.ts'
import { refuseForeignFolder } from './data-folder/foreign.ts'
import { lockFolder } from './data-folder/lock.ts'
import { type ProbeFinding, probeFolder, syncFolder } from './data-folder/probe.ts'
import { sweepTemporaryFiles } from './data-folder/temporary-files.ts'

const format = 1

/** What `store.json` says besides the format. */
export interface StoreHeader {
  /**
   * UUID made together with the store and never changed. Absent: written before this was kept, and the generation is it.
   */
  id?: string
  /** UUID of the index: one of another generation does not belong to the store. */
  generation: string
  /** How often it was opened together with the index that belongs to it. */
  openings: number
  /** Records below this sequence are in the index, or void. Absent: not known, written before this was kept. */
  settled?: number
}

/** An opened data folder. Nobody else has it until this is disposed. */
export interface Store extends AsyncDisposable {
  /** Tells the store from any other, wherever it is served and whatever became of its index. */
  readonly id: string
  /** As it was when the store was opened. */
  readonly header: StoreHeader
  readonly paths: StorePaths
  /** What the disk promises; `false` is worth a warning. */
  readonly probe: ProbeFinding
  /** Durably, in one step, one after the other; what is not given stays as it is. */
  writeHeader(changes: Partial<StoreHeader>): Promise<void>
}

export interface StorePaths {
  dataDir: string
  /** The versioned folder, `<data>/v1`: what the chunk store opens. */
  root: string
  index: string
  /** Copies of the index. */
  copies: string
  chunks: string
  packs: string
  tmp: string
  quarantine: string
}

/**
 * Opens a data folder, or makes one: folders of mode 0700, `store.json`, the lock, a trial of the disk, and no
 * temporary files of earlier runs. Refuses everything that would only show later, and leaves alone what is not ours.
 *
 * @throws {FolderInUseError | FolderNotOursError | FolderNotWritableError | FolderUnusableError | StoreFormatError}
 */
export async function openStore(dataDir: string): Promise<Store> {
  const paths = pathsOf(dataDir)
  await using opened = new AsyncDisposableStack()
  try {
    await refuseForeignFolder(dataDir)
    await readHeader(dataDir)
    await makeFolder(dataDir)
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    opened.use(lockFolder(dataDir))
    const header = (await readHeader(dataDir)) ?? (await makeHeader(dataDir))
    for (const folder of [
      paths.root,
      paths.index,
      paths.copies,
      paths.chunks,
      paths.packs,
      paths.tmp,
      paths.quarantine,
    ])
      await makeFolder(folder)
    await syncFolder(paths.root)
    await syncFolder(dataDir)
    const probe = await probeFolder(dataDir, paths)
    await sweepTemporaryFiles(paths.tmp)
    const held = opened.move()
    let written = header
    let writing = Promise.resolve()
    return {
      id: header.id ?? header.generation,
      header,
      paths,
      probe,
      writeHeader(changes) {
        const run = writing.then(async () => {
          const next = { ...written, ...changes }
          await writeHeader(dataDir, next)
          written = next
        })
        writing = run.catch(() => {})
        return run
      },
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    }
  } catch (error) {
    throw inWords(dataDir, error)
  }
}

function pathsOf(dataDir: string): StorePaths {
  const root = join(dataDir, `v${format}`)
  const below = (name: string) => join(root, name)
  return {
    dataDir,
    root,
    index: below('index'),
    copies: below('index-copies'),
    chunks: below('chunks'),
    packs: below('packs'),
    tmp: below('tmp'),
    quarantine: below('quarantine'),
  }
}

async function makeFolder(path: string): Promise<void> {
  if (!makeFolders(path, 0o700)) await chmod(path, 0o700)
}

async function makeHeader(dataDir: string): Promise<StoreHeader> {
  const id = randomUUID()
  const header = { id, generation: id, openings: 0 }
  await writeHeader(dataDir, header)
  return header
}

async function writeHeader(dataDir: string, { id, generation, openings, settled }: StoreHeader): Promise<void> {
  const header = { format, id, generation, openings, settled }
  await writeDurably(dataDir, join(dataDir, 'store.json'), `${JSON.stringify(header)}\n`)
}

/** Undefined where the folder has no store yet. */
async function readHeader(dataDir: string): Promise<StoreHeader | undefined> {
  const text = await readFile(join(dataDir, 'store.json'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const header = parsed(text)
  if (header?.format !== format || typeof header.generation !== 'string')
    throw new StoreFormatError(dataDir, header?.format === format ? undefined : header?.format)
  const { id, generation, openings = 0, settled } = header
  return {
    ...(typeof id === 'string' && { id }),
    generation,
    openings: Number(openings),
    settled: typeof settled === 'number' ? settled : undefined,
  }
}

interface RawHeader {
  format?: unknown
  id?: unknown
  generation?: unknown
  openings?: unknown
  settled?: unknown
}

function parsed(text: string): RawHeader | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

async function writeDurably(folder: string, path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(folder)
}

function inWords(dataDir: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
      return new FolderNotWritableError(dataDir, { cause: error })
    case 'ENOTDIR':
    case 'EEXIST':
      return new FolderUnusableError(dataDir, `${pathOf(error, dataDir)}, or a part of its path, is a file`, {
        cause: error,
      })
    case 'ENOENT':
      return new FolderUnusableError(dataDir, `${pathOf(error, dataDir)} cannot be made; choose another folder`, {
        cause: error,
      })
    case 'EISDIR':
      return new FolderUnusableError(dataDir, `${pathOf(error, dataDir)} is no file; move it away`, { cause: error })
    case 'ENOSPC':
    case 'SQLITE_FULL':
    case 'EDQUOT':
      return new FolderUnusableError(dataDir, 'its disk is full; free some space', { cause: error })
    default:
      return new FolderUnusableError(dataDir, error.message, { cause: error })
  }
}

function pathOf(error: Error & { path?: unknown }, dataDir: string): string {
  return typeof error.path === 'string' ? error.path : dataDir
}
