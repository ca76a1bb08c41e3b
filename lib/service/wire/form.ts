/**
 * A request whose form is wrong: a type, a required member, a spelling. Each API has its own exception for that, so
 * the pipeline names it once the operation is known.
 */
export class FormError extends Error {
  override readonly name = 'FormError'
  readonly kind: 'invalid' | 'missing'
  constructor(message: string, kind: 'invalid' | 'missing' = 'invalid') {
    super(message)
    this.kind = kind
  }
}

/**
 * Undoes percent-encoding once. A `+` stays a `+`: no client of these APIs writes a space that way, and checksums
 * contain it.
 *
 * @throws {FormError} for a broken escape, bytes that are not UTF-8, or a character that may not stand bare in a URL.
 */
export function percentDecode(text: string, what: string): string {
  if (!/^[\x21-\x7e]*$/.test(text)) throw new FormError(`${what} contains characters that must be percent-encoded`)
  try {
    return decodeURIComponent(text)
  } catch {
    throw new FormError(`${what} is not valid percent-encoded UTF-8`)
  }
}

/**
 * Splits and decodes a raw query.
 *
 * @throws {FormError} for a key that stands there twice, a part without `=`, or a broken escape.
 */
export function parseQuery(rawQuery: string): Map<string, string> {
  const query = new Map<string, string>()
  if (rawQuery === '') return query
  for (const part of rawQuery.split('&')) {
    const at = part.indexOf('=')
    if (at < 1) throw new FormError('Each part of the query must have the form name=value')
    const name = percentDecode(part.slice(0, at), 'A query name')
    if (query.has(name)) throw new FormError(`The query names ${name} twice`)
    query.set(name, percentDecode(part.slice(at + 1), `The query value of ${name}`))
  }
  return query
}
