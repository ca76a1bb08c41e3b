import { resolve } from 'node:path'
import type { BackupObject } from '@aws-sdk/client-backupstorage'
import { createDistinctBytes } from '../downloads/distinct-bytes.ts'
import { entryName } from '../restore/files/entry-name.ts'
import { Extras } from '../restore/files/extras.ts'
import { hasCode } from '../restore/files/file-errors.ts'
import { type Folder, openTarget } from '../restore/files/folder.ts'
import { mapAhead } from '../restore/map-ahead.ts'
import { type ConnectionFlags, connect } from './connect.ts'
import { ExitError, exitCodes } from './exit.ts'
import { ExtrasTally } from './extras-tally.ts'
import { objectPrefix } from './object-prefix.ts'
import { openedLedger } from './opened-ledger.ts'
import { restoreEntry } from './restore-entry.ts'
import { restoreObjects } from './restore-objects.ts'
import type { TargetFlags } from './restore-target.ts'
import { count, formatBytes, printable } from './text.ts'

/** Lists of chunks asked for at once. */
const listsAtOnce = 16

/** `thaw restore --dry-run`: what would be restored, read and refused; from listings alone. */
export async function planRestore(
  jobId: string,
  typed: string | undefined,
  flags: ConnectionFlags & TargetFlags,
  signal: AbortSignal,
): Promise<void> {
  using connection = connect(flags)
  const prefix = await objectPrefix(connection.storage, { jobId, typed }, signal)
  const directory = resolve(flags.to)
  using extras = watchExtras(directory, prefix)
  using ledger = openedLedger(connection.ledger)
  const endpoint = connection.ledger?.endpoint ?? ''
  const tally = { file: 0, dir: 0, symlink: 0, refused: 0, damaged: 0, bytes: 0 }
  const distinct = createDistinctBytes()

  async function examine(object: BackupObject) {
    const { name, type, size, plan } = restoreEntry(connection.storage, jobId, object)
    const place = entryName(name)
    const objectChecksum = object.ObjectChecksum ?? ''
    const damaged = ledger?.knownDamage.isDamaged({ endpoint, jobId, object: name, objectChecksum }) ?? false
    if (!place.ok || type !== 'file') return { name, type, place, damaged, length: 0 }
    const listed = size === undefined ? await plan(signal) : undefined
    const length = size ?? listed!.length
    const chunksOf = async () => (await plan(signal)).chunks
    const content = { checksum: objectChecksum, chunks: object.ChunksCount, length }
    await distinct.add(content, listed?.chunks ?? chunksOf)
    return { name, type, place, damaged, length }
  }

  const objects = restoreObjects(connection.storage, { jobId, prefix }, signal)
  for await (const { name, type, place, damaged, length } of mapAhead(objects, listsAtOnce, examine)) {
    extras?.pass(name)
    if (!place.ok) {
      tally.refused++
      console.log(`Would refuse ${printable(name)}: ${place.reason}.`)
      continue
    }
    tally[type]++
    if (damaged) {
      tally.damaged++
      console.log(`Known to be damaged: ${printable(name)}.`)
    }
    tally.bytes += length
  }
  const { file, dir, symlink, refused, damaged, bytes } = tally
  if (file + dir + symlink + refused === 0)
    throw new ExitError(exitCodes.failed, 'The job has no object of such a name.')
  const unique = `${distinct.counted.atMost ? 'at most ' : ''}${formatBytes(distinct.counted.bytes)} of it unique`
  console.log(
    `Would restore ${count(file, 'file')} (${formatBytes(bytes)}, ${unique}), ${count(dir, 'folder')} and ${count(symlink, 'symlink')} to ${printable(directory)}.`,
  )
  if (damaged > 0) console.log(`${count(damaged, 'item')} would fail, known to be damaged and named above.`)
  const found = extras?.found()
  if (found) console.log(`${found}; ${flags.delete ? 'that would be deleted' : 'without --delete that stays'}.`)
  if (refused > 0) throw new ExitError(exitCodes.incomplete, `${count(refused, 'item')} would be refused, named above.`)
}

/** Counts what the target has and the job does not; undefined where there is no target yet. */
function watchExtras(directory: string, prefix: string) {
  let root: Folder
  try {
    root = openTarget(directory, false)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
  const tally = new ExtrasTally()
  const extras = new Extras(root, prefix, ({ name }) => tally.heed({ kind: 'extra', name }))
  return {
    pass: (name: string) => extras.pass(name),
    /** When all names have passed. */
    found(): string | undefined {
      tally.heed({ kind: 'extras', known: extras.end() })
      return tally.found
    },
    [Symbol.dispose]() {
      extras[Symbol.dispose]()
      root.release()
    },
  }
}
