/** One of the ledger's threads: the one that writes, in groups, or the one that reads and waits for nobody. */
import { workerData } from 'node:worker_threads'
import { createGroupRunner } from '#lib/database-thread/group.ts'
import { serveThread } from '#lib/database-thread/serve.ts'
import type { Answer } from '#lib/database-thread/thread.ts'
import { connect } from './connect.ts'
import { asLedgerError } from './errors.ts'
import { createOwners } from './owners.ts'
import { type Command, createTables } from './tables.ts'

export interface ThreadData {
  path: string
  role: 'reader' | 'writer'
  check: boolean
  leaseMs: number
  /** Of this process among those that have the ledger open. */
  as?: string | undefined
}

const { path, role, check, leaseMs, as } = workerData as ThreadData
const database = connect(path, role, check)

function prepared() {
  try {
    const owners = createOwners(database, { leaseMs, ...(as !== undefined && { role: as }) })
    const tables = createTables(database, owners)
    if (role === 'writer') owners.succeed()
    return { owners, tables }
  } catch (error) {
    database.close()
    throw asLedgerError(path, error)
  }
}

const { owners, tables } = prepared()

function carryOut({ table, call, input }: Command): unknown {
  return (tables[table] as Record<string, (...input: unknown[]) => unknown>)[call]!(...input)
}

function failed(error: unknown): Answer {
  const { message, code } = error as Error & { code?: string }
  return { kind: 'failed', message, code }
}

function alone(command: Command): Answer {
  try {
    return { kind: 'done', outcome: carryOut(command) }
  } catch (error) {
    return failed(error)
  }
}

serveThread<Command>(
  role === 'writer' ? createGroupRunner(database, carryOut, failed) : (commands) => commands.map(alone),
  () => {
    using closing = new DisposableStack()
    closing.defer(() => void database.close())
    closing.use(owners)
  },
)
