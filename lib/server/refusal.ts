import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** A request the front door does not let through. */
export interface Refusal {
  status: number
  message: string
  headers?: Record<string, string>
  /** The rest of what the client sends cannot be told apart from a next request, or is too much to read. */
  close?: boolean
}

/** Answers with the reason as JSON. */
export function refuse(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
  const requestId = res.getHeader('x-request-id')
  res.statusCode = refusal.status
  for (const [name, value] of Object.entries(refusal.headers ?? {})) res.setHeader(name, value)
  res.setHeader('content-type', 'application/json; charset=utf-8')
  if (refusal.close) res.setHeader('connection', 'close')
  const code = (STATUS_CODES[refusal.status] ?? 'Error').replaceAll(' ', '')
  res.end(req.method === 'HEAD' ? undefined : JSON.stringify({ error: { code, message: refusal.message, requestId } }))
}

/** Answers bytes that never became a request (malformed, too large, too slow), with the headers of any response. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex, headers: Record<string, string>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400
  const lines = Object.entries({ ...headers, 'content-length': '0', connection: 'close' })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  )
}
