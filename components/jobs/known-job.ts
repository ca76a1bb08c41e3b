/** A job as a person knows it; the id alone where the endpoint does not describe jobs. */
export interface KnownJob {
  id: string
  resource?: string
  /** Milliseconds since 1970. */
  created?: number | undefined
}
