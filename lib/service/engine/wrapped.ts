import type { CallContext, Engine } from './engine.ts'

export type AnyOperation = (input: never, context: CallContext) => Promise<object>

/** The engine with each of its operations as `wrap` makes it: what it takes and gives stays as it was. */
export function wrapped(engine: Engine, wrap: (run: AnyOperation, name: keyof Engine) => AnyOperation): Engine {
  const entries = Object.entries(engine).map(([name, run]) => [name, wrap(run, name as keyof Engine)])
  return Object.fromEntries(entries)
}
