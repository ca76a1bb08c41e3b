import { buildQueryString, HttpRequest } from '@smithy/core/protocols'
import { Hash } from '@smithy/core/serde'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Engine } from '../../engine/index.ts'
import type { WireRequest, WireResponse } from '../http.ts'
import type { LogLine } from '../log.ts'
import { createWire, type Wire } from '../wire.ts'

export const KEY_PAIR = { accessKeyId: 'THAWTESTKEYAAAAAAAAA', secretAccessKey: 'a secret of the tests / with + and =' }
export const REGION = 'eu-test-1'
/** When every request of these tests is signed and received. */
export const NOW = Date.parse('2030-03-17T17:46:40Z')

export interface Draft {
  method?: string
  /** Encoded, as it goes on the wire. */
  path: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: string | Uint8Array
  service?: string
  region?: string
  keyPair?: typeof KEY_PAIR
  at?: number
  /** What is signed for the body without being said in `x-amz-content-sha256`. */
  silent?: 'hash' | 'unsigned'
}

/** A request signed by the SDK's own signer. */
export async function signed(draft: Draft): Promise<WireRequest> {
  const { method = 'GET', path, query = {}, headers = {}, body, service = 'backup-storage' } = draft
  const signer = new SignatureV4({
    credentials: draft.keyPair ?? KEY_PAIR,
    region: draft.region ?? REGION,
    service,
    sha256: Hash.bind(null, 'sha256'),
    applyChecksum: draft.silent === undefined,
  })
  const request = new HttpRequest({
    method,
    path,
    query,
    headers: { host: 'storage.test:9310', ...headers },
    // The signer does not read a stream: it signs that the payload is unsigned.
    ...(draft.silent === 'unsigned' ? { body: bytes(body) } : body === undefined ? {} : { body }),
  })
  const { headers: signedHeaders } = await signer.sign(request, { signingDate: new Date(draft.at ?? NOW) })
  return {
    method,
    rawPath: path,
    rawQuery: buildQueryString(query),
    headers: Object.entries(signedHeaders),
    body: bytes(body),
    signal: new AbortController().signal,
  }
}

export async function* bytes(body: string | Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (body !== undefined) yield typeof body === 'string' ? Buffer.from(body) : body
}

/** Any operation that is not given answers with nothing, and what ran is noted with its input. */
export function recordingEngine(operations: Partial<Engine> = {}) {
  const calls: [operation: string, input: Record<string, unknown>][] = []
  const engine = new Proxy({} as Engine, {
    get: (_target, name) => async (input: Record<string, unknown>, context: unknown) => {
      calls.push([String(name), input])
      const run = Reflect.get(operations, name) as ((input: unknown, context: unknown) => unknown) | undefined
      return (await run?.(input, context)) ?? {}
    },
  })
  return { engine, calls }
}

export function testWire(operations: Partial<Engine> = {}): {
  wire: Wire
  calls: [operation: string, input: Record<string, unknown>][]
  lines: LogLine[]
} {
  const { engine, calls } = recordingEngine(operations)
  const lines: LogLine[] = []
  const log = (line: LogLine) => lines.push(line)
  return { wire: createWire({ engine, credentials: KEY_PAIR, region: REGION, now: () => NOW, log }), calls, lines }
}

export const errorName = (response: WireResponse) => response.headers['x-amzn-errortype']
