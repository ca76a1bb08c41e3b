import type { ServiceError } from '../errors.ts'
import type { WireResponse } from './http.ts'
import { encodeJson } from './json.ts'
import type { Operation } from './operations.ts'

export type Encoded = Omit<WireResponse, 'discard'>

/** Output members go where the schema says: header, payload (as the buffer it is, uncopied), or JSON body. */
export function encodeOutput(operation: Operation, output: object, requestId: string): Encoded {
  const members = operation.output.isUnitSchema() ? [] : [...operation.output.structIterator()]
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId }
  let payload: Buffer | undefined
  let streams = false
  for (const [member, schema] of members) {
    const { httpHeader, httpPayload } = schema.getMergedTraits()
    const value = (output as Record<string, unknown>)[member]
    if (httpPayload) {
      streams = true
      payload = value as Buffer | undefined
    } else if (httpHeader && value !== undefined && fitsHeader(String(value))) {
      headers[httpHeader] = String(value)
    }
  }
  if (streams) return respond(operation.status, headers, payload, 'application/octet-stream')
  const json = operation.output.isUnitSchema() ? undefined : JSON.stringify(encodeJson(operation.output, output))
  return respond(operation.status, headers, json, 'application/json')
}

/** An error so that every client finds its name: in the header, and in the body's `__type`; never as `Code`, which v3 trusts first. */
export function encodeError(error: ServiceError, requestId: string): Encoded {
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.name }
  if (error.status === 429 || error.status === 503) headers['retry-after'] = '1'
  const body = JSON.stringify({ ...error.members, __type: error.name, Message: error.message })
  return respond(error.status, headers, body, 'application/json')
}

function respond(
  status: number,
  headers: Record<string, string>,
  body: Buffer | string | undefined,
  type: string,
): Encoded {
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  headers['content-length'] = String(length)
  if (length > 0) headers['content-type'] = type
  return { status, headers, body }
}

/**
 * Clients read header bytes as Latin-1 and trim them: a string that would come out changed is left out. The metadata
 * string, the only free text in a header, is whole in ListObjects.
 */
function fitsHeader(value: string): boolean {
  return /^[\x20-\x7e]+$/.test(value) && value.trim() === value
}
