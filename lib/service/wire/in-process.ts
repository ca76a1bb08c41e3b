import { Readable } from 'node:stream'
import { buildQueryString, type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols'
import type { HttpHandlerOptions } from '@smithy/types'
import { handOver } from '#lib/storage/handover.ts'
import type { WireRequest } from './http.ts'
import type { Wire } from './wire.ts'

/**
 * A `requestHandler` for SDK clients in the same process: the whole pipeline, signatures included, without a socket.
 * A payload in the answer is the engine's own buffer, handed over in one piece; who knows may take it from under the
 * stream (`lib/storage/handover.ts`), with the checksum that the chunk store has proven.
 */
export function inProcessHandler(wire: Wire): HttpHandler {
  return {
    metadata: { handlerProtocol: 'in-process' },
    async handle(request: HttpRequest, { abortSignal }: HttpHandlerOptions = {}) {
      const signal = (abortSignal as AbortSignal | undefined) ?? new AbortController().signal
      throwIfAborted(signal)
      const { status, headers, body } = await wire.handle(toWireRequest(request, signal))
      throwIfAborted(signal)
      const stream = pieces(body)
      if (status === 200 && Buffer.isBuffer(body))
        handOver(stream, { bytes: body, checksum: headers['x-amz-checksum'] })
      return { response: new HttpResponse({ statusCode: status, headers, body: stream }) }
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

function toWireRequest(request: HttpRequest, signal: AbortSignal): WireRequest {
  return {
    method: request.method,
    rawPath: request.path,
    rawQuery: buildQueryString(request.query),
    headers: Object.entries(request.headers),
    body: toIterable(request.body),
    signal,
    remote: 'in process',
  }
}

/** The bodies the SDK sends: none, text, bytes, or a stream. */
async function* toIterable(body: unknown): AsyncGenerator<Uint8Array> {
  if (body === undefined || body === null) return
  if (typeof body === 'string') yield Buffer.from(body)
  else if (ArrayBuffer.isView(body)) yield new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  else if (body instanceof ArrayBuffer) yield new Uint8Array(body)
  else if (Symbol.asyncIterator in (body as object)) {
    for await (const part of body as AsyncIterable<Uint8Array | string>)
      yield typeof part === 'string' ? Buffer.from(part) : part
  } else throw new TypeError('A request body must be text, bytes or a stream')
}

function pieces(body: Buffer | string | undefined): Readable {
  const stream = new Readable({ read() {} })
  if (body !== undefined && body.length > 0) stream.push(body)
  stream.push(null)
  return stream
}

/** The SDK knows an aborted call by this name. */
function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
