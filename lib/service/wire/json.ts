import { requiredMembers } from '@aws-sdk/client-backupstorage/protocol'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { StaticStructureSchema } from '@smithy/types'
import { FormError } from './form.ts'

/**
 * Reads a JSON body as an object; none at all counts as `{}`.
 *
 * @throws {FormError} when it is not UTF-8, not JSON, or not an object.
 */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new FormError('The body is not JSON in UTF-8')
  }
  return asObject(value, 'The body')
}

/**
 * Reads a JSON value as its schema says. Members the schema does not know are dropped; `null` counts as absent.
 *
 * @throws {FormError} naming the member that has another type or is missing.
 */
export function decodeJson(schema: NormalizedSchema, value: unknown, where: string): unknown {
  if (schema.isStructSchema()) {
    const object = asObject(value, where)
    const members = Object.fromEntries(
      [...schema.structIterator()].flatMap(([name, member]) =>
        object[name] == null ? [] : [[name, decodeJson(member, object[name], `${where}.${name}`)]],
      ),
    )
    for (const name of requiredMembers(schema.getSchema() as StaticStructureSchema))
      if (!(name in members)) throw new FormError(`${where}.${name} is missing`, 'missing')
    return members
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new FormError(`${where} must be a list`)
    return value.map((item, i) => decodeJson(schema.getValueSchema(), item, `${where}[${i}]`))
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(asObject(value, where))
    return Object.fromEntries(
      entries.map(([key, item]) => [text(key, where), decodeJson(schema.getValueSchema(), item, `${where}.${key}`)]),
    )
  }
  if (schema.isStringSchema()) return text(value, where)
  if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw new FormError(`${where} must be true or false`)
    return value
  }
  if (schema.isNumericSchema()) {
    if (!Number.isSafeInteger(value)) throw new FormError(`${where} must be a whole number within 2^53 - 1`)
    return value
  }
  if (schema.isTimestampSchema()) {
    const time = typeof value === 'number' ? new Date(value * 1000) : new Date(Number.NaN)
    if (Number.isNaN(time.getTime())) throw new FormError(`${where} must be a number of seconds since 1970`)
    return time
  }
  throw new TypeError(`${schema.getName(true)}: no JSON form is known for this schema`)
}

/** The JSON form of a value; members the schema does not know are left out, dates become epoch seconds. */
export function encodeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value == null) return undefined
  if (schema.isStructSchema()) {
    const object = value as Record<string, unknown>
    return Object.fromEntries(
      [...schema.structIterator()].map(([name, member]) => [name, encodeJson(member, object[name])]),
    )
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    return (value as unknown[]).map((entry) => encodeJson(item, entry))
  }
  if (schema.isTimestampSchema()) return (value as Date).getTime() / 1000
  return value
}

function asObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormError(`${where} must be a JSON object`)
  return value as Record<string, unknown>
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new FormError(`${where} must be a string`)
  if (!value.isWellFormed()) throw new FormError(`${where} is not valid Unicode`)
  return value
}
