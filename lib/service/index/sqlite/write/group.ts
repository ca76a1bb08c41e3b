import type { Database } from 'better-sqlite3'
import { createGroupRunner } from '#lib/database-thread/group.ts'
import type { Answer } from '#lib/database-thread/thread.ts'
import { Refused } from './refuse.ts'
import type { Command, SyncWrites } from './writes.ts'

/** Runs writes in groups; a refusal is an outcome like others. */
export function createWriteGroups(db: Database, writes: SyncWrites): (commands: readonly Command[]) => Answer[] {
  return createGroupRunner(db, ({ name, input }) => (writes[name] as (input: unknown) => unknown)(input), answerTo)
}

function answerTo(error: unknown): Answer {
  if (error instanceof Refused) return { kind: 'done', outcome: { ok: false, refusal: error.refusal } }
  const { message, code } = error as Error & { code?: string }
  return { kind: 'failed', message, code }
}
