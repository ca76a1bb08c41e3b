import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'

/** Who works on what: this process and those others that have the ledger open. */
export interface Owners extends Disposable {
  readonly me: string
  /** This process, whose lease begins or goes on. */
  own(): string
  /** SQL that tells whether the owner in a column is there. */
  thereFor(column: string): string
  isThere(owner: string | null): boolean
  /** Ends the leases of those in the same role: whoever has it now says that they are gone. */
  succeed(): void
}

/**
 * @param leaseMs how long a process that says nothing is taken to be there; it is renewed four times as often.
 * @param role of which there is one process at a time, as the caller makes sure.
 */
export function createOwners(database: Database, { leaseMs, role }: { leaseMs: number; role?: string }): Owners {
  const me = randomUUID()
  const clock = () => Date.now()
  database.function('ledger_now', { deterministic: false }, clock)
  const renew = database.prepare<[string, string | null, number]>(
    `INSERT INTO owner (id, role, lease_until) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET lease_until = excluded.lease_until`,
  )
  const forgetGone = database.prepare<[]>('DELETE FROM owner WHERE lease_until <= ledger_now()')
  const thereFor = (column: string) =>
    `EXISTS (SELECT 1 FROM owner WHERE owner.id = ${column} AND owner.lease_until > ledger_now())`
  const isThere = database.prepare<[string | null], number>(`SELECT ${thereFor('?')}`).pluck()
  const end = database.prepare<[string]>('DELETE FROM owner WHERE id = ?')
  const endRole = database.prepare<[string, string]>('DELETE FROM owner WHERE role = ? AND id <> ?')
  let beating: NodeJS.Timeout | undefined
  const beat = () => void renew.run(me, role ?? null, clock() + leaseMs)

  return {
    me,
    own() {
      if (beating) return me
      forgetGone.run()
      beat()
      beating = setInterval(
        () => {
          try {
            beat()
          } catch {
            // Locked or full: the next beat may come through before the lease is over.
          }
        },
        Math.max(leaseMs / 4, 1000),
      )
      return me
    },
    thereFor,
    isThere: (owner) => isThere.get(owner) === 1,
    succeed: () => void (role !== undefined && endRole.run(role, me)),
    [Symbol.dispose]() {
      clearInterval(beating)
      if (beating) end.run(me)
    },
  }
}
