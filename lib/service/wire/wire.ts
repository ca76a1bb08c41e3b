/**
 * The wire API: a short pipeline over one table. Route the raw request, authenticate it, decode it by its schema, run
 * the engine, encode what it says.
 *
 * Refused, never accepted silently:
 * - authentication by query (presigned URLs), session tokens, `aws-chunked` bodies signed or not, SigV4A;
 * - `Content-Encoding`, methods other than GET, PUT, POST and DELETE, query parameters the operation does not have;
 * - every operation of AWS Backup but those in `operations.ts`;
 * - payloads without checksum and algorithm, `UNSIGNED-PAYLOAD` for anything else than a payload.
 *
 * Taken although the models do not ask for it: members of a JSON body nobody knows are dropped, as other servers do; a
 * payload's length that is left out is 0.
 */
import { randomUUID } from 'node:crypto'
import type { Engine } from '../engine/index.ts'
import { ServiceError } from '../errors.ts'
import { type Authenticated, authenticate } from './authenticate.ts'
import { MAX_JSON, MAX_PAYLOAD, RequestBody, SLACK } from './body.ts'
import { decodeInput } from './decode.ts'
import { type Encoded, encodeError, encodeOutput } from './encode.ts'
import { toServiceError } from './failure.ts'
import { FormError } from './form.ts'
import { type HeaderMap, headerMap, type WireRequest, type WireResponse } from './http.ts'
import type { Log } from './log.ts'
import { type Operation, operations, type PayloadMembers } from './operations.ts'
import { createRouter, type Route } from './router.ts'
import { type KeyPair, UNSIGNED_PAYLOAD } from './sigv4.ts'
import { createWriteBudget, type WriteBudget } from './write-budget.ts'

export interface WireOptions {
  engine: Engine
  credentials: KeyPair
  /** The region that requests must be signed for. */
  region: string
  log?: Log
  /** Bounds the writes that are under way at once; 256 MiB where none is given. */
  writes?: WriteBudget
  /** Milliseconds since 1970, for the age of signatures. */
  now?: () => number
}

export interface Wire {
  /** Answers any request; never rejects. */
  handle(request: WireRequest): Promise<WireResponse>
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE']
const route = createRouter(operations)

export function createWire(options: WireOptions): Wire {
  const { writes = createWriteBudget() } = options
  return { handle: (request) => new Exchange({ ...options, writes }, request).answer() }
}

/** One request on its way through the pipeline. */
class Exchange {
  readonly #options: WireOptions & { writes: WriteBudget }
  readonly #request: WireRequest
  readonly #requestId = randomUUID()
  readonly #started = performance.now()
  readonly #headers: HeaderMap
  readonly #body: RequestBody
  readonly #route: Route
  #keyId: string | undefined
  /** How long the body may be, in bytes, before it is cut off. */
  #limit = MAX_JSON

  constructor(options: WireOptions & { writes: WriteBudget }, request: WireRequest) {
    this.#options = options
    this.#request = request
    this.#headers = headerMap(request.headers)
    this.#body = new RequestBody(request.body)
    this.#route = route(request.method, request.rawPath)
  }

  async answer(): Promise<WireResponse> {
    try {
      const response = { ...(await this.#run()), discard: this.#unread() }
      this.#log(response, undefined)
      return response
    } catch (thrown) {
      const error = toServiceError(thrown, {
        bodyFailure: this.#body.failure,
        service: this.#operation?.service,
        requestId: this.#requestId,
        aborted: this.#request.signal.aborted,
      })
      const answer = encodeError(error, this.#requestId)
      // Whoever is told to come back should hear it before sending for nothing.
      const response = { ...answer, discard: 'retry-after' in answer.headers ? 0 : this.#unread() }
      this.#log(response, error)
      return response
    }
  }

  async #run(): Promise<Encoded> {
    if (!METHODS.includes(this.#request.method)) throw methodNotAllowed(METHODS)
    const { json, payloadHash, request } = await this.#authenticate()
    if (this.#route.kind === 'method') throw methodNotAllowed(this.#route.allowed)
    if (this.#route.kind === 'unknown') throw unknownOperation()
    const { operation, labels } = this.#route
    this.#refuseEncoding()

    const input = decodeInput(operation, { labels, rawQuery: this.#request.rawQuery, json })
    using _room = await this.#roomToWrite(operation, input)
    if (operation.payload) input[operation.payload.data] = await this.#payload(operation.payload, input, payloadHash)
    const context = {
      requestId: this.#requestId,
      signal: this.#request.signal,
      reserve: this.#request.reserve,
      request,
    }
    const run = this.#options.engine[operation.run] as (input: unknown, ctx: typeof context) => Promise<object>
    const output = await run.call(this.#options.engine, input, context)
    return encodeOutput(operation, output ?? {}, this.#requestId)
  }

  async #authenticate(): Promise<Authenticated> {
    const message = { ...this.#request, headers: this.#headers }
    const authenticated = await authenticate(message, this.#body, this.#operation, this.#options)
    this.#keyId = authenticated.keyId
    if (this.#operation?.payload) this.#limit = MAX_PAYLOAD + SLACK
    return authenticated
  }

  /** Asked for when it is known who writes and how much, and before a byte of it is read. */
  async #roomToWrite({ payload }: Operation, input: Record<string, unknown>): Promise<Disposable | undefined> {
    if (!payload) return undefined
    return await this.#options.writes.take(Number(input[payload.length] ?? 0), this.#request.signal)
  }

  /**
   * The streaming member. Its bytes are hashed on the way where a hash was signed; where the signed hash is the
   * checksum itself, the engine's own check of that covers it. Without a checksum there must be no bytes.
   */
  async #payload(
    members: PayloadMembers,
    input: Record<string, unknown>,
    payloadHash: string,
  ): Promise<AsyncIterable<Uint8Array> | undefined> {
    const checksum = input[members.checksum]
    const signed = payloadHash === UNSIGNED_PAYLOAD ? undefined : payloadHash
    this.#limit = Math.min(MAX_PAYLOAD, Number(input[members.length] ?? 0)) + SLACK
    if (checksum === undefined) {
      for await (const part of this.#body.stream(this.#limit, signed))
        if (part.byteLength > 0) throw new FormError(`${members.data} needs ${members.checksum}`)
      return undefined
    }
    const same = signed !== undefined && Buffer.from(signed, 'hex').toString('base64') === checksum
    return this.#body.stream(this.#limit, same ? undefined : signed)
  }

  #refuseEncoding(): void {
    const encodings = this.#headers.get('content-encoding') ?? []
    if (encodings.length > 0) throw new FormError('Content-Encoding is not supported; send the bytes as they are')
  }

  get #operation(): Operation | undefined {
    return this.#route.kind === 'operation' ? this.#route.operation : undefined
  }

  /** A completion told a second time answers without a look at the body, too. */
  #unread(): number {
    return Math.max(0, this.#limit - this.#body.bytesRead)
  }

  #log(response: Encoded, error: ServiceError | undefined): void {
    const labels = this.#route.kind === 'operation' ? this.#route.labels : undefined
    this.#options.log?.({
      requestId: this.#requestId,
      operation: this.#operation?.name,
      job: labels?.get('BackupJobId') ?? labels?.get('StorageJobId'),
      keyId: this.#keyId,
      status: response.status,
      error: error?.name,
      cause: error?.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : undefined,
      bytesIn: this.#body.bytesRead,
      bytesOut: Number(response.headers['content-length']),
      ms: Math.round((performance.now() - this.#started) * 10) / 10,
      remote: this.#request.remote,
    })
  }
}

const methodNotAllowed = (allowed: string[]) =>
  new ServiceError('MethodNotAllowedException', 405, `This address takes ${allowed.join(', ')}`)

const unknownOperation = () =>
  new ServiceError('UnknownOperationException', 404, 'No operation of this service has this method and path')
