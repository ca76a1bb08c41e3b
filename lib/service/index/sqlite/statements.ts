import type { Database } from 'better-sqlite3'
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import type { Schema } from './schema.ts'

/** Kysely only builds and types the queries; better-sqlite3 runs them. */
const builder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

type Value = string | number | Buffer | null
/** In place of a value while a statement is built: the named parameter it will come in as. */
type Placeholders<P> = { [K in keyof P]: RawBuilder<P[K]> }

const placeholders = new Proxy({}, { get: (_, name) => sql.raw(`@${String(name)}`) })

/** A prepared statement with its parameters and rows typed. All calls are synchronous. */
export interface Statement<P, Row> {
  run(params: P): { changes: number; lastInsertRowid: number }
  get(params: P): Row | undefined
  all(params: P): Row[]
}

/**
 * Compiles and prepares a query once.
 *
 * @param build gets the query builder and a placeholder for each parameter.
 */
export function prepare<P extends Record<string, Value>, Row>(
  db: Database,
  build: (query: Kysely<Schema>, params: Placeholders<P>) => Compilable<Row>,
): Statement<P, Row> {
  const compiled = build(builder, placeholders as Placeholders<P>).compile()
  const statement = db.prepare<unknown[], Row>(compiled.sql)
  const constants = compiled.parameters
  return {
    run(params) {
      const { changes, lastInsertRowid } = statement.run(...constants, params)
      return { changes, lastInsertRowid: Number(lastInsertRowid) }
    },
    get: (params) => statement.get(...constants, params),
    all: (params) => statement.all(...constants, params),
  }
}

/** For queries whose shape depends on their input. */
export function runOnce<Row>(db: Database, build: (query: Kysely<Schema>) => Compilable<Row>): Row[] {
  const compiled = build(builder).compile()
  return db.prepare<unknown[], Row>(compiled.sql).all(...compiled.parameters)
}
