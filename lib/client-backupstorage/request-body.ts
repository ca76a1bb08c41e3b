import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { getSmithyContext } from '@smithy/core/client'
import { HttpRequest } from '@smithy/core/protocols'
import type { Pluggable, SchemaTraitsObject, StaticOperationSchema } from '@smithy/types'
import type { ServiceInputTypes, ServiceOutputTypes } from './models/commands.ts'

/** The body in a form the HTTP handler can send: it knows Node's streams and bytes, not the web's. */
async function sendable(body: unknown): Promise<unknown> {
  if (body instanceof globalThis.ReadableStream) return Readable.fromWeb(body as ReadableStream)
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  return body
}

/** Prepares bodies, and leaves them out of the signature where the operation says so. */
export const requestBodyPlugin: Pluggable<ServiceInputTypes, ServiceOutputTypes> = {
  applyToStack(stack) {
    stack.add(
      (next, context) => async (args) => {
        const { request } = args
        if (!HttpRequest.isInstance(request)) return next(args)
        request.body = await sendable(request.body)
        const { operationSchema } = getSmithyContext(context) as { operationSchema: StaticOperationSchema }
        const { unsignedPayload } = operationSchema[3] as SchemaTraitsObject
        if (unsignedPayload) request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
        return next({ ...args, request })
      },
      // Before the content length is taken, which happens at the same step.
      { name: 'requestBodyMiddleware', step: 'build', priority: 'high', override: true },
    )
  },
}
