/*
 * What tests may see and steer from outside while the server runs: which calls arrived, and gates that hold calls back
 * until a test opens them. State is kept by job id, so specs that use ids of their own do not meet.
 */

/** A call as it arrived, answered or still held. */
export interface Call {
  operation: string
  /** Job id, or the vault a list of jobs was filtered by. */
  subject: string
  /** Method, path and query: two calls with the same key are the same request sent twice. */
  key: string
}

const callsKept = 20_000
const calls: Call[] = []
const opened = new Set<string>()
const waiting = new Map<string, PromiseWithResolvers<void>>()

export function recordCall(call: Call): void {
  if (calls.length >= callsKept) calls.shift()
  calls.push(call)
}

export function callsFor(subject: string): Call[] {
  return calls.filter((call) => call.subject === subject)
}

export function isOpen(subject: string): boolean {
  return opened.has(subject)
}

/** Resolves once a test has opened the gate; at once when it has been opened already. */
export function untilOpen(subject: string): Promise<void> {
  if (opened.has(subject)) return Promise.resolve()
  const gate = waiting.get(subject) ?? Promise.withResolvers<void>()
  waiting.set(subject, gate)
  return gate.promise
}

export function open(subject: string): void {
  opened.add(subject)
  waiting.get(subject)?.resolve()
  waiting.delete(subject)
}

/** Holds and fails again from here on, as before the gate was opened. */
export function shut(subject: string): void {
  opened.delete(subject)
}
