import { request as httpRequest } from 'node:http'
import { type Draft, signed } from '../wire/testing/requests.ts'
import { REGION } from './service.ts'

export interface RawAnswer {
  status: number
  /** `x-amzn-errortype`. */
  error: string | undefined
  body: string
}

/** A signed request as it goes over the wire; sending it again is what somebody who captured it would do. */
export interface RawRequest {
  send(body?: string | Uint8Array): Promise<RawAnswer>
}

interface Target {
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
}

/** Signs one request for a service; the body is sent as it is, or another one in its place. */
export async function capture(target: Target, draft: Draft): Promise<RawRequest> {
  const { host } = new URL(target.endpoint)
  const request = await signed({
    region: REGION,
    keyPair: target.credentials,
    at: Date.now(),
    ...draft,
    headers: { host, ...draft.headers },
  })
  return { send: (body = draft.body ?? '') => transmit(target.endpoint, request, body) }
}

type Signed = Pick<Awaited<ReturnType<typeof signed>>, 'method' | 'rawPath' | 'rawQuery' | 'headers'>

/** Sends a request whose parts are ready, whatever they are. */
export async function transmit(endpoint: string, request: Signed, body: string | Uint8Array): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const { hostname, port } = new URL(endpoint)
  const path = request.rawQuery ? `${request.rawPath}?${request.rawQuery}` : request.rawPath
  const headers = { ...Object.fromEntries(request.headers), 'content-length': Buffer.byteLength(body) }
  const sent = httpRequest({ hostname, port, method: request.method, path, headers }, async (response) => {
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part as Buffer)
    const error = response.headers['x-amzn-errortype'] as string | undefined
    resolve({ status: response.statusCode ?? 0, error, body: Buffer.concat(parts).toString() })
  })
  sent.on('error', reject)
  sent.end(body)
  return promise
}
