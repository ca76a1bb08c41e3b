/**
 * Writes what a source holds into a running job: what is the same is not read, what is new or changed is stored, what is
 * gone is deleted. The listing of the base may run meanwhile: a name is written only after both sides have passed it.
 */
import { basename } from 'node:path'
import { type BackupStorageClient, DeleteObjectCommand } from '@aws-sdk/client-backupstorage'
import { createByteBudget } from '#lib/restore/index.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import { type Census, EmptySourceError } from './census.ts'
import { type BaseObject, type Change, type Comparison, changes } from './changes.ts'
import type { BackupEvent } from './events.ts'
import type { ExcludeRules } from './exclude.ts'
import { type FoundEntry, missing, rescan, type ScanItem, scan, type VanishedEntry } from './scan.ts'
import { type Source, UnfitSourceError } from './source.ts'
import { SourceFileError } from './source-file.ts'
import type { SourceFolder } from './source-folder.ts'
import { storeEntry } from './store-entry.ts'
import { chunkSize } from './stored-metadata.ts'

/** Entries being stored at once, and so files open at once. */
const maxRunning = 32

/** How often folders in which something vanished are listed again. */
const mostRounds = 3

export interface WriteOptions extends Comparison {
  storage: BackupStorageClient
  exclude?: ExcludeRules | undefined
  /** There is no backup of the source yet. */
  isFirst: boolean
  /** Take a source that is empty for what it is. */
  allowEmpty?: boolean | undefined
  /** Bytes of chunks held in memory at once; 32 MiB unless told. */
  budgetBytes?: number | undefined
  signal: AbortSignal
}

/**
 * @returns what is left of what the base had.
 * @throws {EmptySourceError} nothing is, or there was no backup, and nothing else is there that is not left out.
 * @throws {SourceFileError | UnfitSourceError} a source that is no folder cannot be read.
 */
export async function writeSource(
  source: Source,
  jobId: string,
  options: WriteOptions,
  onEvent: (event: BackupEvent) => void,
): Promise<Census> {
  const { storage: client } = options
  const single = source.kind !== 'folder'
  const failure = new AbortController()
  const signal = AbortSignal.any([options.signal, failure.signal])
  const memory = createByteBudget(options.budgetBytes ?? 32 * 1024 * 1024)
  const job = {
    client,
    jobId,
    memory,
    signal,
    ignored: options,
    onBytes: (count: number) => onEvent({ kind: 'bytes', count }),
  }
  const running = new Set<Promise<void>>()
  const census: Census = { unit: single ? 'bytes' : 'items', left: 0, gone: 0, added: 0 }
  const measure = (size: number) => (single ? size : 1)

  /** Runs beside the walk as far as memory allows; the first failure stops everything. */
  async function beside(bytes: number, work: (share: Disposable) => Promise<void>): Promise<void> {
    while (running.size >= maxRunning) await Promise.race(running)
    const share = await memory.take(bytes, signal)
    const task = work(share)
      .catch((error) => failure.abort(error))
      .finally(() => {
        share[Symbol.dispose]()
        running.delete(task)
      })
    running.add(task)
  }

  function count(before: BaseObject | undefined, size: number): void {
    const had = before ? measure(before.size) : 0
    const left = Math.min(had, measure(size))
    census.left += left
    census.gone += had - left
    census.added += measure(size) - left
  }

  async function store(entry: FoundEntry, before: BaseObject | undefined, share: Disposable): Promise<void> {
    try {
      const { changed, size, without } = await storeEntry(job, entry, share)
      if (without !== undefined) onEvent({ kind: 'without', entry, ...without })
      if (changed) onEvent({ kind: 'changed', entry })
      onEvent({ kind: 'stored', entry })
      count(before, size)
    } catch (error) {
      if (!(error instanceof SourceFileError) || single) throw error
      const item = missing(entry, error.cause)
      if (item.kind === 'omitted') {
        skipped = true
        onEvent({ ...item, kept: before ? 1 : 0 })
        census.left += before ? 1 : 0
      } else {
        noteVanished(item)
        if (before) await remove(before, false)
      }
    }
  }

  async function remove({ name, size }: BaseObject, excluded: boolean): Promise<void> {
    await client.send(new DeleteObjectCommand({ BackupJobId: jobId, ObjectName: name }), { abortSignal: signal })
    onEvent({ kind: 'deleted', name, excluded })
    if (excluded) hadExcluded = true
    else census.gone += measure(size)
  }

  function take(change: Exclude<Change, { kind: 'store' | 'delete' }>): void {
    if (single && change.kind === 'omitted') throw new UnfitSourceError(change.reason)
    if (change.kind === 'same') count(change.before, change.before.size)
    if (change.kind === 'omitted') {
      skipped = true
      census.left += change.kept
    }
    if (change.kind === 'vanished') noteVanished(change)
    else onEvent(change)
  }

  /** Folders in which something vanished: it may have another name now, which was not there to be listed. */
  const again = new Set<SourceFolder>()
  function noteVanished(item: VanishedEntry): void {
    onEvent(item)
    if (!item.folder) return
    item.folder.vanished.add(basename(item.name))
    again.add(item.folder)
  }

  /** Stores what came into these folders since they were listed. All else is done: names come in no order here. */
  async function storeLate(): Promise<void> {
    for (let round = 0; again.size > 0 && round < mostRounds; round++) {
      const folders = [...again]
      again.clear()
      for (const folder of folders)
        for await (const item of rescan(folder, options.exclude)) {
          signal.throwIfAborted()
          found ||= item.kind === 'found'
          if (item.kind === 'found')
            await beside(Math.min(item.size, chunkSize), (share) => store(item, undefined, share))
          else take(item.kind === 'omitted' ? { ...item, kept: 0 } : item)
        }
      await Promise.all(running)
    }
  }

  let found = false
  /** Something is there and could not be read. */
  let skipped = false
  let leftOut = false
  /** Something of the last backup is left out now. */
  let hadExcluded = false
  let ended = false
  async function* disk(): AsyncGenerator<ScanItem> {
    for await (const item of itemsOf(source, options.exclude)) {
      found ||= item.kind === 'found' || item.kind === 'omitted'
      leftOut ||= item.kind === 'excluded'
      yield item
    }
    ended = true
  }

  try {
    for await (const change of changes(disk(), listBase(client, jobId, signal), options)) {
      signal.throwIfAborted()
      if (change.kind === 'store') {
        const { entry, before, damaged } = change
        if (damaged) onEvent({ kind: 'damaged', entry })
        await beside(Math.min(entry.size, chunkSize), (share) => store(entry, before, share))
      } else if (change.kind === 'delete') {
        const { object, excluded } = change
        if (ended && !found && !excluded && !options.allowEmpty) throw new EmptySourceError(leftOut, false)
        await beside(0, () => remove(object, excluded))
      } else take(change)
    }
    await Promise.all(running)
    await storeLate()
  } catch (error) {
    failure.abort(error)
  }
  await Promise.all(running)
  signal.throwIfAborted()
  // A file that is empty now, or a folder whose every entry vanished while it was looked at.
  const { left, gone, added } = census
  const isFirst = options.isFirst && !single && !skipped
  if (left + added === 0 && (gone > 0 || hadExcluded || isFirst) && !options.allowEmpty)
    throw new EmptySourceError(leftOut, isFirst)
  return census
}

async function* itemsOf(source: Source, exclude: ExcludeRules | undefined): AsyncGenerator<ScanItem> {
  if (source.kind !== 'stream') return yield* scan(source.path, exclude)
  const { name, content } = source
  const { size, mtime, mode } = content
  const nowhere = { ctime: 0n, inode: 0n, device: 0n, path: '' }
  yield { kind: 'found', type: 'file', ...nowhere, name, size, mtime, mode, content }
}

/** Every object the job has now. */
async function* listBase(client: BackupStorageClient, jobId: string, signal: AbortSignal): AsyncGenerator<BaseObject> {
  for await (const { Name = '', MetadataString, ObjectLength = 0 } of listObjects(client, { jobId }, signal))
    yield { name: Name, metadata: MetadataString, size: ObjectLength }
}
