import type { Database } from 'better-sqlite3'
import type { Tables } from '../ledger.ts'
import { createArchivePlans } from './archive-plans.ts'
import { createDamagedChunks } from './damaged-chunks.ts'
import { createKnownContents } from './known-contents.ts'
import { createKnownDamage } from './known-damage.ts'
import type { Owners } from './owners.ts'
import { createReceipts } from './receipts.ts'
import { createRememberedJobs } from './remembered-jobs.ts'
import { createSessionTable } from './session-table.ts'
import { createSharedContent } from './shared-content.ts'
import { createSignInTable } from './sign-in-table.ts'
import { createStorages } from './storages.ts'
import type { Synchronous } from './synchronous.ts'
import { createVerificationTable } from './verification.ts'
import { createVerificationTasks } from './verification-tasks.ts'

export type SynchronousTables = { [Name in keyof Tables]: Synchronous<Tables[Name]> }

/** All tables over one connection. A call that writes runs in a transaction of its caller. */
export function createTables(database: Database, owners: Owners): SynchronousTables {
  const sharedContent = createSharedContent(database)
  const verification = createVerificationTable(database)
  return {
    sessions: createSessionTable(database),
    signIn: createSignInTable(database),
    rememberedJobs: createRememberedJobs(database),
    archivePlans: createArchivePlans(database, owners),
    knownContents: createKnownContents(database),
    damagedChunks: createDamagedChunks(database),
    knownDamage: createKnownDamage(database),
    receipts: createReceipts(database, owners),
    sharedContent,
    verification,
    verifications: createVerificationTasks(database, { owners, verification, sharedContent }),
    storages: createStorages(database),
  }
}

/** The calls that only read: they do not wait for those that write. */
const reads: { [Name in keyof Tables]: readonly (keyof Tables[Name])[] } = {
  sessions: ['find'],
  signIn: ['failedGuesses'],
  rememberedJobs: ['list'],
  archivePlans: ['find', 'names', 'from', 'holding', 'behind', 'notable', 'crcsKnownBefore'],
  knownContents: ['find', 'findAll'],
  damagedChunks: ['list', 'withChunk'],
  knownDamage: ['any', 'isDamaged', 'ofContent', 'ofJob', 'among', 'affected', 'notLookedAt', 'page', 'count'],
  receipts: ['find', 'list'],
  sharedContent: ['due', 'isClosed', 'inherited'],
  verification: ['verifiedAt', 'coverage'],
  verifications: ['find', 'list', 'countFindings', 'findings'],
  storages: [],
}

const writes: { [Name in keyof Tables]: readonly (keyof Tables[Name])[] } = {
  sessions: ['add', 'touch', 'remove', 'removeEnded'],
  signIn: ['addCode', 'takeCode', 'addFailedGuess'],
  rememberedJobs: ['add', 'remove'],
  archivePlans: ['create', 'append', 'ready', 'failed', 'hashed', 'sweep', 'remove'],
  knownContents: ['learn'],
  damagedChunks: ['record', 'recordAll', 'healChunk', 'healObject'],
  knownDamage: ['seenIn', 'setUses'],
  receipts: ['start', 'progress', 'finish'],
  sharedContent: ['set', 'close', 'askAgain'],
  verification: ['record', 'recordVerified', 'forgetContent', 'setCoverage'],
  verifications: ['create', 'addEnded', 'claim', 'move', 'advance', 'finish', 'counted', 'note'],
  storages: ['adopt'],
}

/** A call on its way to a thread. */
export interface Command {
  table: keyof Tables
  call: string
  input: unknown[]
}

/** The port over two ways to carry calls out. */
export function tablesOver(way: Record<'read' | 'write', (command: Command) => Promise<unknown>>): Tables {
  const tables = Object.keys(reads).map((name) => {
    const table = name as keyof Tables
    const calls = (kind: 'read' | 'write', names: readonly string[]) =>
      names.map((call) => [call, (...input: unknown[]) => way[kind]({ table, call, input })])
    return [table, Object.fromEntries([...calls('read', reads[table]), ...calls('write', writes[table])])]
  })
  return Object.fromEntries(tables) as Tables
}
