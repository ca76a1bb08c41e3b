import type { IncomingMessage } from 'node:http'

/**
 * Cuts the connection once more than `maxBytes` of a body have come in, for bodies that do not announce their length.
 * (Next sends such a body itself when it passes an action on to the page that has it.) Counting where the parser hands
 * the bytes over leaves the stream to whoever reads it.
 */
export function limitBody(req: IncomingMessage, maxBytes: number): void {
  const push = req.push.bind(req)
  let received = 0
  req.push = (chunk: Buffer | null, encoding) => {
    received += chunk?.length ?? 0
    if (received <= maxBytes) return push(chunk, encoding)
    req.destroy()
    return false
  }
}
