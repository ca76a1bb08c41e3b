/** The part of pino's logger the store uses. */
export interface StoreLog {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export const silent: StoreLog = { warn() {}, error() {} }
