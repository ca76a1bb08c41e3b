/** One request, one line. Neither secrets nor signatures nor contents; names may be anything a client sent. */
export interface LogLine {
  requestId: string
  operation: string | undefined
  /** The job in the path, still percent-encoded. */
  job: string | undefined
  keyId: string | undefined
  status: number
  /** The exception's name. */
  error: string | undefined
  /** Why, for failures that the caller is told nothing of. */
  cause: string | undefined
  bytesIn: number
  bytesOut: number
  ms: number
  remote: string | undefined
}

export type Log = (line: LogLine) => void
