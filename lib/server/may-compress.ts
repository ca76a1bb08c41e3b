import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether the answer to a request may be compressed. Not if another site had a browser ask with the session's cookie: it
 * could choose text that the page shows beside names of the backup, and read off the compressed length how alike they are
 * (BREACH). Not a part of a file either: its range counts bytes of the file as it is.
 */
export function mayCompress(headers: IncomingHttpHeaders): boolean {
  if (headers.range !== undefined) return false
  const site = headers['sec-fetch-site']
  return headers.cookie === undefined || site === 'same-origin' || site === 'none'
}
