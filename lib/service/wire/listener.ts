import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { prepareToStop } from '#lib/prepare-to-stop.ts'
import { recycle } from '#lib/storage/handover.ts'
import { type AnswerBudget, createAnswerBudget } from './answer-budget.ts'
import type { WireResponse } from './http.ts'
import { BodyReader } from './listener-body.ts'
import type { Wire } from './wire.ts'

/** Milliseconds. */
const HEADERS_TIMEOUT = 30_000
const BODY_IDLE_TIMEOUT = 30_000
/** For a whole request: at worst a 64 MiB chunk at 110 KiB/s. */
const REQUEST_TIMEOUT = 600_000
/** What is thrown away after an answer that came before the body was read: more than any chunk a client may try. */
const LINGER_BYTES = 256 * 1024 * 1024
/** For a client that does not read its answer. */
const RESPONSE_IDLE_TIMEOUT = 60_000
const KEEP_ALIVE_TIMEOUT = 30_000
const CLOSE_GRACE = 15_000
/** Bytes of a request's line and headers; a name of 1024 bytes takes up to 3 KiB encoded. */
const MAX_HEADER_SIZE = 16 * 1024

export interface ListenOptions {
  host: string
  /** 0 for any free one. */
  port: number
  /** How long {@link Listener}'s disposal lets running requests finish, in milliseconds. */
  closeGrace?: number
  /** Bounds the payloads that are being sent at once; 128 MiB where none is given. */
  answers?: AnswerBudget
}

export interface Listener extends AsyncDisposable {
  /** Base URL without a trailing slash. */
  readonly endpoint: string
  readonly port: number
  /** Stops accepting, lets running requests finish for a while, then breaks their connections. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Nothing listens: the address is taken, unknown or not allowed. The message is for the person who chose it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly retryable = true
  readonly host: string
  readonly port: number
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is in use by another process; choose another one with --storage-port or THAW_STORAGE_PORT`,
      EACCES: `port ${port} needs rights this user does not have; choose one above 1023 with --storage-port or THAW_STORAGE_PORT`,
      EADDRNOTAVAIL: `${host} is no address of this machine; choose one with --host or THAW_HOST`,
      ENOTFOUND: `the name ${host} has no address; choose another one with --host or THAW_HOST`,
    }
    const reason = reasons[cause.code ?? ''] ?? cause.message
    super(`The storage service cannot listen on ${host}:${port}: ${reason}.`, { cause })
    this.host = host
    this.port = port
  }
}

/**
 * Serves the wire API over HTTP/1.1. `GET /healthz` answers without a signature that the process is alive, and no more.
 *
 * @throws {ListenError}
 */
export async function listen(wire: Wire, options: ListenOptions): Promise<Listener> {
  const { host, port, closeGrace = CLOSE_GRACE, answers = createAnswerBudget() } = options
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    maxHeaderSize: MAX_HEADER_SIZE,
    insecureHTTPParser: false,
  })
  const stop = prepareToStop(server)
  const handle = (request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) => {
    serve(server, wire, answers, request, response, awaitsContinue).catch(() => response.destroy())
  }
  server.on('request', (request, response) => handle(request, response, false))
  server.on('checkContinue', (request, response) => handle(request, response, true))
  server.on('checkExpectation', (_request, response) => refuse(response, 417))
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n'))
  server.on('clientError', answerBrokenRequest)

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenError(host, port, cause)))
    server.listen(port, host, resolve)
  })
  const actual = (server.address() as AddressInfo).port
  return {
    endpoint: endpointOf(host, actual),
    port: actual,
    [Symbol.asyncDispose]: () => stop(closeGrace),
  }
}

/** A wildcard address can be listened on but not connected to. */
function endpointOf(host: string, port: number): string {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function serve(
  server: Server,
  wire: Wire,
  answers: AnswerBudget,
  request: IncomingMessage,
  response: ServerResponse,
  awaitsContinue: boolean,
): Promise<void> {
  const url = request.url ?? ''
  if (url === '/healthz') return refuse(response, request.method === 'GET' ? 200 : 405)

  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const memory = answers.begin(gone.signal, () => response.destroy())
  const body = new BodyReader(request, BODY_IDLE_TIMEOUT, awaitsContinue ? () => response.writeContinue() : undefined)
  const at = url.indexOf('?')
  const answer = await wire.handle({
    method: request.method ?? '',
    rawPath: at < 0 ? url : url.slice(0, at),
    rawQuery: at < 0 ? '' : url.slice(at + 1),
    headers: pairs(request.rawHeaders),
    body,
    signal: gone.signal,
    reserve: memory.reserve,
    remote: request.socket.remoteAddress,
  })
  if (gone.signal.aborted) return memory.end()
  response.once('close', () => {
    recycle(answer.body) // nothing of it is on its way to the socket any more
    memory.end()
  })
  const whole = await body.discard(answer.discard)
  const lingers = !whole && body.linger(LINGER_BYTES, REQUEST_TIMEOUT)
  respond(response, answer, (whole || lingers) && server.listening)
}

function respond(response: ServerResponse, answer: WireResponse, keepAlive: boolean): void {
  response.setTimeout(RESPONSE_IDLE_TIMEOUT, () => response.destroy())
  response.writeHead(answer.status, keepAlive ? answer.headers : { ...answer.headers, connection: 'close' })
  response.end(answer.body)
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': '0', connection: 'close' })
  response.end()
}

/** What the HTTP parser rejects never becomes a request: an unknown method, broken framing, headers too large or slow. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const statuses: Record<string, string> = {
    HPE_INVALID_METHOD: '501 Not Implemented',
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }
  socket.end(
    `HTTP/1.1 ${statuses[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}

function pairs(rawHeaders: string[]): [string, string][] {
  const lines: [string, string][] = []
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push([rawHeaders[i] as string, rawHeaders[i + 1] as string])
  return lines
}
