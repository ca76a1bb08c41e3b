import type { NormalizedSchema } from '@smithy/core/schema'
import { FormError } from './form.ts'

/**
 * Reads a label or a query value: the text forms of REST-JSON, taken strictly.
 *
 * @throws {FormError} naming the member.
 */
export function decodeText(schema: NormalizedSchema, text: string, member: string): unknown {
  if (schema.isNumericSchema()) return decodeInteger(text, member)
  if (schema.isBooleanSchema()) return decodeBoolean(text, member)
  if (schema.isTimestampSchema()) return decodeTimestamp(text, member)
  return text
}

/** No integer that travels in a path or query may be negative; beyond 2^53 - 1 it could not be kept exactly. */
function decodeInteger(text: string, member: string): number {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw new FormError(`${member} must be a whole number from 0 to 2^53 - 1`)
  return value
}

function decodeBoolean(text: string, member: string): boolean {
  if (text !== 'true' && text !== 'false') throw new FormError(`${member} must be true or false`)
  return text === 'true'
}

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/
const EPOCH_SECONDS = /^\d{1,11}(?:\.\d{1,9})?$/

/** ISO 8601 with 0 to 9 fraction digits and `Z` or an offset, or epoch seconds; cut to the millisecond. */
function decodeTimestamp(text: string, member: string): Date {
  const time = EPOCH_SECONDS.test(text) ? Math.floor(Number(text) * 1000) : parseDateTime(text)
  if (Number.isNaN(time)) throw new FormError(`${member} must be a date and time like 2030-03-17T17:46:40Z`)
  return new Date(time)
}

function parseDateTime(text: string): number {
  const parts = DATE_TIME.exec(text)
  if (!parts) return Number.NaN
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const local = Date.parse(iso)
  // Date.parse takes 31 February for 2 or 3 March.
  if (Number.isNaN(local) || new Date(local).toISOString() !== iso) return Number.NaN
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return Number.NaN
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  return sign === '-' ? local + offset : local - offset
}
