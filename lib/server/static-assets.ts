import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

/** Coding and the ending of its files; the first that a client takes is sent. */
const codings = { br: '.br', gzip: '.gz' } as const
type Coding = keyof typeof codings

const types: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
}

interface Variant {
  coding: Coding
  bytes: Buffer
  etag: string
}

/** Answers a request for a static file that was compressed with the build. @returns whether it did. */
export type ServeAsset = (req: IncomingMessage, res: ServerResponse) => boolean

/**
 * Reads what `bin/compress-assets.js` made (about 1 MB) into memory. Whatever is not there, and whoever takes neither coding or asks
 * for a part, is left to Next: it serves the files as they are.
 *
 * @param folder has the files of `/_next/static/` as `<name>.br` and `<name>.gz`.
 */
export function openAssets(folder: string): ServeAsset {
  const assets = readAssets(folder)
  return (req, res) => {
    const path = req.url?.split('?', 1)[0] ?? ''
    const variants = assets.get(path)
    if (!variants || req.headers.range !== undefined || !['GET', 'HEAD'].includes(req.method ?? '')) return false
    const variant = variants.find(({ coding }) => accepts(req.headers['accept-encoding'], coding))
    if (!variant) return false
    const { coding, bytes, etag } = variant
    res.setHeader('cache-control', 'public, max-age=31536000, immutable') // their names change with their content
    res.setHeader('vary', 'Accept-Encoding')
    res.setHeader('etag', etag)
    if (matches(req.headers['if-none-match'], etag)) {
      res.writeHead(304).end()
      return true
    }
    res.setHeader('content-type', types[extname(path)]!)
    res.setHeader('content-encoding', coding)
    res.setHeader('content-length', bytes.length)
    res.writeHead(200).end(req.method === 'HEAD' ? undefined : bytes)
    return true
  }
}

function readAssets(folder: string): Map<string, Variant[]> {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  const variants = Object.entries(codings).flatMap(([coding, ending]) =>
    names
      .filter((name) => name.endsWith(ending) && extname(name.slice(0, -ending.length)) in types)
      .map((name) => {
        const bytes = readFileSync(join(folder, name))
        const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
        const path = `/_next/static/${name.slice(0, -ending.length).split('/').map(encodeURIComponent).join('/')}`
        return { path, variant: { coding: coding as Coding, bytes, etag } }
      }),
  )
  const byPath = Map.groupBy(variants, ({ path }) => path)
  return new Map([...byPath].map(([path, found]) => [path, found.map(({ variant }) => variant)]))
}

/** `gzip;q=0` says that it is not wanted. */
function accepts(header: string | string[] | undefined, coding: Coding): boolean {
  return String(header ?? '')
    .split(',')
    .map((entry) => entry.trim().split(/\s*;\s*q=/))
    .some(([name, weight = '1']) => name === coding && Number(weight) > 0)
}

function matches(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()))
}
