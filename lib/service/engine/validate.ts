import { illegalArgument } from '../errors.ts'

export const MAX_CHUNK_BYTES = 64 * 1024 * 1024
export const MAX_BLOB_BYTES = 4 * 1024 * 1024
export const MAX_PAGE = 100
const MAX_NAME_BYTES = 1024
const MAX_METADATA_BYTES = 256

/** @throws {ServiceError} where a member that the caller should have insisted on is missing. */
export function given<T>(value: T | undefined | null, member: string): T {
  if (value === undefined || value === null) throw illegalArgument(`${member} is required`)
  return value
}

export function objectName(name: string | undefined): string {
  const text = nameText(given(name, 'ObjectName'), 'ObjectName')
  if (text === '') throw illegalArgument('ObjectName is empty')
  return text
}

/** A name or a part of one, which may be empty. */
export function nameText(text: string, member: string): string {
  if (!text.isWellFormed()) throw illegalArgument(`${member} is not valid Unicode`)
  if (text.includes('\0')) throw illegalArgument(`${member} contains a NUL character`)
  if (Buffer.byteLength(text) > MAX_NAME_BYTES)
    throw illegalArgument(`${member} is longer than ${MAX_NAME_BYTES} bytes`)
  return text
}

/** The one spelling of 32 bytes in base64. */
export function checksum(text: string | undefined, member: string): string {
  const value = given(text, member)
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== value)
    throw illegalArgument(`${member} is not a SHA-256 in base64 (44 characters)`)
  return value
}

export function algorithm(name: string | undefined, expected: 'SHA256' | 'SUMMARY', member: string): void {
  if (name !== expected) throw illegalArgument(`${member} must be ${expected}`)
}

export function chunkIndex(index: number | undefined): number {
  const value = given(index, 'ChunkIndex')
  if (!Number.isSafeInteger(value) || value < 0) throw illegalArgument('ChunkIndex must be an integer from 0')
  return value
}

/** @param limit in bytes. */
export function length(value: number | undefined, member: string, limit: number): number {
  const bytes = given(value, member)
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw illegalArgument(`${member} must be an integer from 0`)
  if (bytes > limit) throw illegalArgument(`${member} is ${bytes} bytes, more than the ${limit} allowed`)
  return bytes
}

export function chunkLength(value: number | undefined, member: string): number {
  const bytes = length(value, member, MAX_CHUNK_BYTES)
  if (bytes === 0) throw illegalArgument(`${member} is 0: a chunk has at least one byte`)
  return bytes
}

export const metadataString = (value: string | undefined): string | undefined =>
  text(value, 'MetadataString', MAX_METADATA_BYTES)

/** Words for a person, or a client's own JSON; kept as they are. @param limit in bytes. */
export function text(value: string | undefined, member: string, limit: number): string | undefined {
  if (value === undefined) return undefined
  const bytes = Buffer.byteLength(value)
  if (bytes === 0 || bytes > limit) throw illegalArgument(`${member} must have 1 to ${limit} bytes, it has ${bytes}`)
  if (!value.isWellFormed()) throw illegalArgument(`${member} is not valid Unicode`)
  if (/\p{Cc}/u.test(value)) throw illegalArgument(`${member} contains a control character`)
  return value
}

export function pageSize(value: number | undefined): number {
  if (value === undefined) return MAX_PAGE
  if (!Number.isInteger(value) || value < 1 || value > MAX_PAGE)
    throw illegalArgument(`MaxResults must be from 1 to ${MAX_PAGE}`)
  return value
}

/** @returns milliseconds since the epoch. */
export function time(date: Date | undefined, member: string): number | undefined {
  if (date === undefined) return undefined
  const value = date.getTime()
  if (Number.isNaN(value)) throw illegalArgument(`${member} is not a time`)
  return value
}
