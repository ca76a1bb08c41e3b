/** A request as it was received: nothing decoded, nothing merged, so that its signature can be checked. */
export interface WireRequest {
  method: string
  /** The path as sent, percent-encoding untouched, without the query. */
  rawPath: string
  /** What follows the `?`, untouched; empty without one. */
  rawQuery: string
  /** Name and value of every header line, in the order received. */
  headers: [name: string, value: string][]
  body: AsyncIterable<Uint8Array>
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal
  /** Takes memory for an answer's payload, where the answer has to wait for a reader. Rejects with what to tell. */
  reserve?: (bytes: number) => Promise<void>
  /** Where the request came from, for the log only. */
  remote?: string
}

export interface WireResponse {
  status: number
  /** Lower-case names; `content-length` is always among them and exact. */
  headers: Record<string, string>
  body: Buffer | string | undefined
  /**
   * How many more bytes of the request body may be read and thrown away before this is answered: clients by other
   * hands lose an error that comes before they have sent everything. What comes past it is thrown away after the answer.
   */
  discard: number
}

/** Header values by lower-case name. */
export type HeaderMap = ReadonlyMap<string, readonly string[]>

export function headerMap(headers: WireRequest['headers']): HeaderMap {
  const map = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const values = map.get(key)
    if (values) values.push(value)
    else map.set(key, [value])
  }
  return map
}
