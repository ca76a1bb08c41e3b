import { serviceUnavailable } from '../errors.ts'
import type { ReadOnly } from '../index-health.ts'
import { methodOf, operations } from '../operations.ts'
import type { Engine } from './engine.ts'
import { wrapped } from './wrapped.ts'

const reads: ReadonlySet<string> = new Set(
  operations.filter(({ readonly }) => readonly).map(({ name }) => methodOf(name)),
)

/**
 * The engine that takes no writes while `readOnly` says so: nothing is read of the request, and nothing written.
 *
 * Trying again does not help, but of the errors that all operations list only ServiceUnavailable says that the request
 * was right and that the service cannot act on it; clients try three times and then tell its message.
 */
export function readOnlyGuard(engine: Engine, readOnly: () => ReadOnly | undefined): Engine {
  return wrapped(engine, (run, name) => async (input, context) => {
    const found = reads.has(name) ? undefined : readOnly()
    if (found) throw serviceUnavailable(`${found.reason}, so no write is taken. ${found.remedy}`)
    return await run(input, context)
  })
}
