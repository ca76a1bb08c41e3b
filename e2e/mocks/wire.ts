import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { HttpResponse } from 'msw/http'

/** An error answer of the service, thrown by handlers and scenarios. */
export class WireError extends Error {
  readonly status: number
  constructor(name: string, status: number, message: string) {
    super(message)
    this.name = name
    this.status = status
  }
}

export const illegalArgument = (message: string) => new WireError('IllegalArgumentException', 400, message)
export const accessDenied = () =>
  new WireError('AccessDeniedException', 403, 'Not authorized to perform this operation')
export const notFound = (message: string) => new WireError('ResourceNotFoundException', 404, message)
export const throttling = () => new WireError('ThrottlingException', 429, 'Rate exceeded')
export const unavailable = () => new WireError('ServiceUnavailableException', 503, 'The service is not available')

const standing = () => ({ 'x-amzn-requestid': randomUUID() })

export function errorResponse(error: WireError): Response {
  return HttpResponse.json(
    { __type: error.name, Message: error.message },
    { status: error.status, headers: { ...standing(), 'x-amzn-errortype': error.name } },
  )
}

export function jsonResponse(body: object): Response {
  return HttpResponse.json(body, { headers: standing() })
}

/** A payload answer; headers without a value are left out. */
export function bytesResponse(bytes: Buffer, headers: Record<string, string | undefined>): Response {
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new HttpResponse(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      ...standing(),
      ...Object.fromEntries(present),
    },
  })
}

/** A payload answer whose bytes arrive as the source gives them; where it throws, the connection breaks. */
export function streamResponse(source: AsyncIterable<Uint8Array>, headers: Record<string, string>): Response {
  const body = Readable.toWeb(Readable.from(source)) as unknown as ReadableStream<Uint8Array>
  return new HttpResponse(body, { headers: { 'content-type': 'application/octet-stream', ...standing(), ...headers } })
}
