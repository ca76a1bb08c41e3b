/** Where this process writes what happens; pino's logger is one. Who needs but a part of it asks for a part. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Writes nothing. */
export const silent: Log = { info() {}, warn() {}, error() {} }
