import type { BigIntStats } from 'node:fs'
import { hasCode } from './file-errors.ts'
import type { Folder } from './folder.ts'
import type { Journal } from './journal.ts'

/** What the owner of a folder needs to work in it. */
const working = 0o700

/**
 * Enters a folder that is there to work in it. Where it belongs to this user and keeps even its owner out (0555), its
 * mode is widened until the restore ends.
 *
 * @param path of the folder in the target, as the journal names it.
 */
export function widened(parent: Folder, name: string, path: string, journal: Journal): Folder {
  try {
    const folder = parent.enter(name)
    widen(folder, path, journal)
    return folder
  } catch (error) {
    if (!hasCode(error, 'EACCES')) throw error
  }
  parent.chmodClosed(name, (facts) => {
    const mode = widerMode(facts)
    if (mode !== undefined) journal.widening(path, Number(facts.mode) & 0o7777)
    return mode
  })
  return parent.enter(name)
}

/** The same for the target itself, whose journal can only be written once it is wide enough. */
export function widenTarget(root: Folder, journal: () => Journal): Journal {
  const facts = root.facts()
  const mode = widerMode(facts)
  if (mode !== undefined) root.chmod(mode)
  const notes = journal()
  if (mode !== undefined) notes.widening('', Number(facts.mode) & 0o7777)
  return notes
}

function widen(folder: Folder, path: string, journal: Journal): void {
  const facts = folder.facts()
  const mode = widerMode(facts)
  if (mode === undefined) return
  journal.widening(path, Number(facts.mode) & 0o7777)
  folder.chmod(mode)
}

/** The mode to work with; undefined where it is wide enough, or not this user's to change. No mode keeps root out. */
function widerMode({ uid, mode }: BigIntStats): number | undefined {
  const now = Number(mode) & 0o7777
  const user = process.geteuid?.()
  return user !== 0 && Number(uid) === user && (now & working) !== working ? now | working : undefined
}
