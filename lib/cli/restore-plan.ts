import { resolve } from 'node:path'
import type { BackupObject } from '@aws-sdk/client-backupstorage'
import { createDistinctBytes } from '#lib/downloads/archive/distinct-bytes.ts'
import { Extras } from '#lib/restore/files/extras.ts'
import { hasCode } from '#lib/restore/files/file-errors.ts'
import { type Folder, openTarget } from '#lib/restore/files/folder.ts'
import { FolderChain } from '#lib/restore/files/folder-chain.ts'
import { Places } from '#lib/restore/files/places.ts'
import { whatIsThere } from '#lib/restore/files/what-is-there.ts'
import { mapAhead } from '#lib/restore/read/map-ahead.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { ExtrasTally } from './extras-tally.ts'
import { nothingRestored } from './nothing-restored.ts'
import { objectPrefix } from './object-prefix.ts'
import { openedLedger } from './opened-ledger.ts'
import { restoreEntry } from './restore-entry.ts'
import { restoreObjects } from './restore-objects.ts'
import { foldersAndLinks, whyKept } from './restore-tally.ts'
import type { TargetFlags } from './restore-target.ts'
import { count, formatBytes, printable } from './text.ts'

/** Lists of chunks asked for at once. */
const listsAtOnce = 16

/**
 * `thaw restore --dry-run`: what would be restored, read and refused; from listings and from what the target has, of which
 * no content is read.
 */
export async function planRestore(
  jobId: string,
  typed: string | undefined,
  flags: ConnectionFlags & TargetFlags,
  signal: AbortSignal,
): Promise<void> {
  using connection = connect(flags)
  const prefix = await objectPrefix(connection.storage, { jobId, typed }, signal)
  const directory = resolve(flags.to)
  using target = lookInto(directory, prefix)
  await using ledger = await openedLedger(connection.ledger)
  const endpoint = connection.ledger?.endpoint ?? ''
  const tally = { file: 0, dir: 0, symlink: 0, refused: 0, kept: 0, damaged: 0, bytes: 0 }
  const alike = { file: 0, dir: 0, symlink: 0 }
  const places = new Places()
  const overwrite = flags.overwrite ?? false
  const distinct = createDistinctBytes()

  async function examine(object: BackupObject) {
    const entry = restoreEntry(connection.storage, jobId, object)
    const { name, type, size, plan } = entry
    const place = places.of(entry)
    const objectChecksum = object.ObjectChecksum ?? ''
    const shown = { endpoint, jobId, object: name, objectChecksum }
    const damaged = (await ledger?.knownDamage.isDamaged(shown)) ?? false
    if (!place.ok) return { name, type, place, damaged, length: 0, there: 'nothing' as const }
    const listed = type === 'file' && size === undefined ? await plan(signal) : undefined
    const length = size ?? listed?.length ?? 0
    const there = target
      ? await whatIsThere(target.chain, { ...entry, size: length }, place, { overwrite, signal })
      : 'nothing'
    if (type === 'file' && there === 'nothing') {
      const chunksOf = async () => (await plan(signal)).chunks
      const content = { checksum: objectChecksum, chunks: object.ChunksCount, length }
      await distinct.add(content, listed?.chunks ?? chunksOf)
    }
    return { name, type, place, damaged, length, there }
  }

  const objects = restoreObjects(connection.storage, { jobId, prefix }, signal)
  for await (const { name, type, place, damaged, length, there } of mapAhead(objects, listsAtOnce, examine)) {
    target?.pass(name)
    if (damaged) console.log(`Known to be damaged: ${printable(name)}.`)
    if (!place.ok) {
      tally.refused++
      console.log(`Would refuse ${printable(name)}: ${printable(place.reason)}.`)
    } else if (there === 'alike') alike[type]++
    else if (there !== 'nothing') {
      tally.kept++
      console.log(`Would keep ${printable(name)}: ${whyKept(there)}.`)
    } else {
      tally[type]++
      if (damaged) tally.damaged++
      if (type === 'file') tally.bytes += length
    }
  }
  const { file, dir, symlink, refused, kept, damaged, bytes } = tally
  const there = foldersAndLinks(alike)
  if (file + dir + symlink + refused + kept + alike.file === 0 && !there)
    return console.log(nothingRestored(prefix, { deletes: flags.delete }))
  const unique = `${distinct.counted.atMost ? 'at most ' : ''}${formatBytes(distinct.counted.bytes)} of it unique`
  console.log(
    `Would restore ${count(file, 'file')} (${formatBytes(bytes)}, ${unique}), ${count(dir, 'folder')} and ${count(symlink, 'symlink')} to ${printable(directory)}.`,
  )
  if (alike.file > 0)
    console.log(
      `${count(alike.file, 'file')} of the same size already there: would be compared, and ${overwrite ? 'replaced' : 'kept'} where the content differs.`,
    )
  if (there) console.log(`${there} already there.`)
  const found = target?.found()
  if (found) console.log(`${found}; ${flags.delete ? 'that would be deleted' : 'without --delete that stays'}.`)
  const short = [
    ...(damaged > 0 ? [`${count(damaged, 'item')} would fail, known to be damaged`] : []),
    ...(kept > 0 ? [`${count(kept, 'item')} would not be restored, since something else is there`] : []),
    ...(refused > 0 ? [`${count(refused, 'item')} would be refused`] : []),
  ]
  if (short.length > 0)
    throw new ExitError(
      damaged > 0 ? exitCodes.failed : exitCodes.incomplete,
      `${short.join('; ')}. Each is named above.`,
    )
}

/** What the target has, also what the job does not have; undefined where there is no target yet. */
function lookInto(directory: string, prefix: string) {
  let root: Folder
  try {
    root = openTarget(directory)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  const tally = new ExtrasTally()
  const extras = new Extras(root, prefix, ({ name }) => tally.heed({ kind: 'extra', name }))
  const chain = new FolderChain(root.retain())
  return {
    chain,
    pass: (name: string) => extras.pass(name),
    /** When all names have passed. */
    found(): string | undefined {
      tally.heed({ kind: 'extras', known: extras.end() })
      return tally.found
    },
    [Symbol.dispose]() {
      extras[Symbol.dispose]()
      chain[Symbol.dispose]()
      root.release()
    },
  }
}
