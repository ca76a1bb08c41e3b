import type { BrokenPlace } from '#lib/failure/problem.ts'
import { type Reader, StoppedError } from '../reader.ts'
import { type Header, malformed, payloadOf, readHeader, readPage, readPayload, varint } from './format.ts'

/** A table, index, view or trigger as the schema tells of it. */
export interface SchemaObject {
  type: string
  name: string
  /** The first page of its tree; 0 for what has none. */
  root: number
  /** The statement that made it; undefined for what SQLite made by itself. */
  sql: string | undefined
  /** The statement goes on. */
  cut: boolean
}

export interface Schema {
  header: Header
  objects: SchemaObject[]
  /** There are more objects than are read. */
  more: boolean
  /** Why not all of them could be read, as a sentence. */
  problem?: string
  place?: BrokenPlace
}

/** Objects of a schema that are read at most. */
export const mostObjects = 1_000
/** Of a row of the schema, statement included, so many bytes are read at most. */
const longestRow = 64 * 1024

/** The schema of a database: what was read of it before anything went wrong. @throws {StoppedError} it has no header. */
export async function readSchema(reader: Reader): Promise<Schema> {
  const header = await readHeader(reader)
  const objects: SchemaObject[] = []
  const seen = new Set<number>()
  const waiting = [1]
  try {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      // A page that is met twice is a circle.
      if (seen.has(number)) throw malformed()
      seen.add(number)
      const page = await readPage(reader, header, number)
      if (!page.rows) throw malformed()
      waiting.push(...page.children.toReversed())
      for (const cell of page.leaf ? page.cells : []) {
        if (objects.length === mostObjects) return { header, objects, more: true }
        const payload = payloadOf(header, page, cell)
        objects.push(readObject(await readPayload(reader, header, payload, longestRow), header))
      }
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error
    const { message, place } = error
    return { header, objects, more: false, problem: message, ...(place && { place }) }
  }
  return { header, objects, more: false }
}

/** A row of `sqlite_schema`: type, name, table, first page and statement. */
function readObject(bytes: Uint8Array, { encoding }: Header): SchemaObject {
  const values: { type: number; start: number; end: number }[] = []
  const head = varint(bytes, 0)
  let start = head.value
  for (let at = head.end; at < head.value && values.length < 5; ) {
    const { value: type, end } = varint(bytes, at)
    values.push({ type, start, end: start + lengthOf(type) })
    start += lengthOf(type)
    at = end
  }
  const [type, name, , root, sql] = values
  if (!type || !name || !root || !sql) throw malformed()
  const text = (value: { start: number; end: number }) =>
    new TextDecoder(encoding).decode(bytes.subarray(value.start, value.end))
  return {
    type: text(type),
    name: text(name),
    root: integer(bytes.subarray(root.start, root.end), root.type),
    sql: sql.type >= 13 ? text(sql) : undefined,
    cut: sql.end > bytes.length,
  }
}

/** Bytes of a value, by its serial type. */
function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0
}

function integer(bytes: Uint8Array, type: number): number {
  if (type === 8 || type === 9) return type - 8
  return bytes.reduce((value, byte) => value * 256 + byte, 0)
}
