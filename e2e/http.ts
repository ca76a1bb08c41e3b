import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { bearerToken } from './thaw.ts'

/** An answer as far as it came. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** False when the connection broke before the end of the body. */
  complete: boolean
}

export const bearer = { authorization: `Bearer ${bearerToken}` }

/** Sends exactly this request and keeps what arrives, also of an answer that breaks off. */
export async function send(
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const asked = request(url, { method, headers, agent: false }).end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  try {
    for await (const piece of response) pieces.push(piece as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
  }
  const bytes = Buffer.concat(pieces)
  return { status: response.statusCode!, headers: response.headers, bytes, complete: response.complete }
}

/** The dashboard's address of an object's bytes. */
export function downloadPath(job: string, name: string, checksum?: string): string {
  const query = new URLSearchParams(checksum ? { name, checksum } : { name })
  return `/download/${encodeURIComponent(job)}/object?${query}`
}
