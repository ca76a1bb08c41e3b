import { createReadStream, fstatSync } from 'node:fs'
import { Socket } from 'node:net'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { BackupOptions } from '#lib/backup/backup.ts'
import { examineSource, UnfitSourceError } from '#lib/backup/source.ts'
import { SourceFileError } from '#lib/backup/source-file.ts'
import { openSourceStream } from '#lib/backup/source-stream.ts'
import { entryName } from '#lib/restore/files/entry-name.ts'
import { ExitError, exitCodes } from './exit.ts'
import { printable } from './text.ts'

interface BackupSource {
  source: BackupOptions['source']
  /** The resource that its backups share unless another is named. */
  resource: string
}

/**
 * What `thaw backup <path>` is to back up. `-`, `/dev/stdin` and `/dev/fd/63` (what a shell makes of `<(…)`) are streams.
 *
 * @throws {ExitError} it cannot be backed up, in a sentence; nothing was begun then.
 */
export async function backupSource(
  path: string,
  { name, allowEmpty }: { name?: string | undefined; allowEmpty?: boolean | undefined },
  signal: AbortSignal,
): Promise<BackupSource> {
  // `"$unset"`: as a path it would be the folder somebody happens to be in.
  if (path === '')
    throw new ExitError(exitCodes.usage, 'Nothing can be backed up: the path is empty. Name a file or folder.')
  const fd = descriptorOf(path)
  if (fd === undefined) {
    if (name !== undefined) throw new ExitError(exitCodes.usage, '--name is for standard input (-) only.')
    const absolute = resolve(path)
    await examineSource(absolute).catch((error) => refuse(printable(absolute), error))
    return { source: absolute, resource: `${hostname()}:${absolute}` }
  }
  const label = fd === 0 ? 'Standard input' : path
  if (name === undefined)
    throw new ExitError(exitCodes.usage, `${label} has no name: give it one, for instance --name dump.sql.`)
  const wrong = faultOf(name)
  if (wrong) throw new ExitError(exitCodes.usage, `--name ${printable(name)} cannot be used: ${wrong}.`)
  const content = await openSourceStream(openDescriptor(fd, label), label, signal).catch((error) =>
    refuse(label, error),
  )
  if (content.isEmpty && !allowEmpty)
    throw new ExitError(
      exitCodes.failed,
      `${label} is empty: what should fill it has failed, perhaps. With --allow-empty it is backed up all the same.`,
    )
  return { source: { kind: 'stream', name, content }, resource: `${hostname()}:-/${name}` }
}

/** Why no file could be restored under a name. */
function faultOf(name: string): string | undefined {
  const parts = entryName(name)
  if (!parts.ok) return parts.reason
  if (parts.isFolder) return 'it ends with a slash'
  return Buffer.byteLength(name) > 1024 ? 'it is longer than 1024 bytes' : undefined
}

/** The file descriptor that a path stands for. */
function descriptorOf(path: string): number | undefined {
  if (path === '-' || path === '/dev/stdin') return 0
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/.exec(path) ?? []
  return number === undefined ? undefined : Number(number)
}

function openDescriptor(fd: number, label: string): Readable {
  let facts: ReturnType<typeof fstatSync>
  try {
    facts = fstatSync(fd)
  } catch (error) {
    refuse(label, new UnfitSourceError('nothing is open there', { cause: error }))
  }
  if (facts.isDirectory()) refuse(label, new UnfitSourceError('it is a folder: name the folder itself'))
  if (facts.isBlockDevice()) refuse(label, new UnfitSourceError('it is a device'))
  if (fd === 0 && process.stdin.isTTY) refuse(label, new UnfitSourceError('it is a terminal: send something into it'))
  if (fd === 0) return process.stdin
  if (facts.isFile() || facts.isCharacterDevice()) return createReadStream('', { fd })
  if (facts.isFIFO() || facts.isSocket()) return new Socket({ fd, writable: false })
  refuse(label, new UnfitSourceError('nothing is open there'))
}

function refuse(what: string, error: Error): never {
  if (!(error instanceof UnfitSourceError || error instanceof SourceFileError)) throw error
  const reason = error instanceof SourceFileError ? String((error.cause as Error).message) : error.message
  throw new ExitError(exitCodes.failed, `${what} cannot be backed up: ${reason}.`)
}
