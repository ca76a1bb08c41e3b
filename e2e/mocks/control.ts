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
const gates = new Map<string, 'open' | 'shut'>()
const waiting = new Map<string, PromiseWithResolvers<void>>()

export function recordCall(call: Call): void {
  if (calls.length >= callsKept) calls.shift()
  calls.push(call)
}

export function callsFor(subject: string): Call[] {
  return calls.filter((call) => call.subject === subject)
}

export function isOpen(subject: string): boolean {
  return gates.get(subject) === 'open'
}

export function isShut(subject: string): boolean {
  return gates.get(subject) === 'shut'
}

/** Resolves once a test opens the gate; at once when it is open already. */
export function untilOpen(subject: string): Promise<void> {
  if (isOpen(subject)) return Promise.resolve()
  const gate = waiting.get(subject) ?? Promise.withResolvers<void>()
  waiting.set(subject, gate)
  return gate.promise
}

export function open(subject: string): void {
  gates.set(subject, 'open')
  waiting.get(subject)?.resolve()
  waiting.delete(subject)
}

export function shut(subject: string): void {
  gates.set(subject, 'shut')
}
