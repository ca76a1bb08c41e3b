import { finished, Readable, type Writable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { getSmithyContext } from '@smithy/core/client'
import { HttpRequest } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { Pluggable, SchemaTraitsObject, StaticOperationSchema } from '@smithy/types'
import type { ServiceInputTypes, ServiceOutputTypes } from './models/commands.ts'

/**
 * Ties a stream to the request it is piped into. By itself the HTTP handler's `body.pipe(request)` leaves the request
 * hanging when the source fails, and the process dies of an error nobody listens to; when the request fails, it leaves
 * the source open.
 */
function tied(source: Readable): Readable {
  source.on('error', () => {}) // it may fail while the request is still being signed; `finished` still sees it then
  source.pipe = (request, options) => {
    const writable = request as unknown as Writable
    finished(source, (error) => error && writable.destroy(error)) // the request then fails with this very error
    writable.once('close', () => source.destroy())
    Readable.prototype.pipe.call(source, request, options)
    return request
  }
  return source
}

/** The body in a form the HTTP handler can send: it knows bytes, strings and Node's streams. */
function sendable(body: unknown): unknown {
  if (body instanceof Readable) return tied(body)
  if (body instanceof globalThis.ReadableStream) return tied(Readable.fromWeb(body as ReadableStream))
  if (body instanceof Blob) return body.bytes()
  return body
}

const operationOf = (context: object) =>
  (getSmithyContext(context as never) as { operationSchema: StaticOperationSchema }).operationSchema

const payloadMember = ([, , , , input]: StaticOperationSchema): string | undefined => {
  for (const [name, member] of NormalizedSchema.of(input).structIterator())
    if (member.getMergedTraits().httpPayload) return name
}

/** Prepares bodies, and leaves them out of the signature where the operation says so. */
export const requestBodyPlugin: Pluggable<ServiceInputTypes, ServiceOutputTypes> = {
  applyToStack(stack) {
    stack.add(
      (next, context) => async (args) => {
        const name = payloadMember(operationOf(context))
        if (!name) return next(args)
        const body = sendable((args.input as Record<string, unknown>)[name])
        return next({ ...args, input: { ...args.input, [name]: await body } })
      },
      { name: 'requestBodyMiddleware', step: 'initialize', override: true },
    )
    stack.add(
      (next, context) => async (args) => {
        const { unsignedPayload } = operationOf(context)[3] as SchemaTraitsObject
        if (unsignedPayload && HttpRequest.isInstance(args.request))
          args.request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
        return next(args)
      },
      { name: 'unsignedPayloadMiddleware', step: 'build', override: true },
    )
  },
}
