import type { Database } from 'better-sqlite3'
import type { IndexMark } from '../../../index-store.ts'
import { prepare } from '../statements.ts'

/** Which store the index belongs to. */
export function createMarkWrites(db: Database) {
  const replace = prepare<{ generation: string; openings: number }, never>(db, (q, p) =>
    q.replaceInto('mark').values({ only: 1, generation: p.generation, openings: p.openings }),
  )

  return {
    setMark({ generation, openings }: IndexMark): { ok: true } {
      replace.run({ generation, openings })
      return { ok: true }
    },
  }
}
