import { safeFileName } from '../file-names.ts'

/** Content-Disposition for a download (RFC 6266), with the exact name in `filename*` (RFC 8187). */
export function contentDisposition(objectName: string, kind: 'attachment' | 'inline' = 'attachment'): string {
  const name = safeFileName(objectName)
  const ascii = name.replace(/[^\x20-\x7e]|%/g, '_') // some browsers decode %41 in `filename`
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${percentEncoded(name)}`
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
