/** `failed`: answer 412. `not-modified`: answer 304 (GET and HEAD). */
export type Precondition = 'proceed' | 'not-modified' | 'failed'

/** The strong ETag of an object: its SUMMARY checksum, in quotes. */
export function strongETag(checksum: string): string {
  return `"${checksum}"`
}

/**
 * Evaluates If-Match and If-None-Match in the order of RFC 9110, 13.2.2. Dates are not looked at: an object has no
 * Last-Modified, and a recipient must ignore the date forms then.
 */
export function precondition(headers: { get(name: string): string | null }, etag: string): Precondition {
  const ifMatch = headers.get('if-match')
  if (ifMatch !== null && !matches(ifMatch, (tag) => tag === etag)) return 'failed'
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null && matches(ifNoneMatch, (tag) => tag.replace(/^W\//, '') === etag)) return 'not-modified'
  return 'proceed'
}

/** Whether a Range header counts beside this If-Range header: only with a strong tag that is ours. */
export function rangeApplies(ifRange: string | null, etag: string): boolean {
  return ifRange === null || ifRange.trim() === etag
}

function matches(header: string, same: (tag: string) => boolean): boolean {
  if (header.trim() === '*') return true
  return (header.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? []).some(same)
}
