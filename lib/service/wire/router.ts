import type { Operation } from './operations.ts'

export type Route =
  | { kind: 'operation'; operation: Operation; labels: ReadonlyMap<string, string> }
  | { kind: 'method'; allowed: string[] }
  | { kind: 'unknown' }

/**
 * Finds operations by method, number of segments and literals, on the raw path: a name that contains `/` is one
 * encoded segment, and an object may be called `complete`. Labels come back still encoded.
 */
export function createRouter(operations: readonly Operation[]): (method: string, rawPath: string) => Route {
  const byCount = Map.groupBy(operations, (operation) => operation.path.length)
  return (method, rawPath) => {
    // An endpoint written with a trailing slash makes some clients double the first one.
    const segments = rawPath.replace(/^\/\//, '/').split('/').slice(1)
    const list = segments.at(-1) === '' ? lists(byCount, segments.slice(0, -1)) : []
    const found =
      list.length > 0 ? list : (byCount.get(segments.length) ?? []).filter((other) => matches(other, segments))
    const operation = found.find((candidate) => candidate.method === method)
    if (operation) return { kind: 'operation', operation, labels: labelsOf(operation, segments) }
    return found.length > 0 ? { kind: 'method', allowed: found.map((other) => other.method) } : { kind: 'unknown' }
  }
}

/** The older clients of AWS Backup put a slash behind the path of a list. */
function lists(byCount: Map<number, Operation[]>, segments: string[]): Operation[] {
  return (byCount.get(segments.length) ?? []).filter(
    (operation) =>
      operation.service === 'backup' && 'literal' in operation.path.at(-1)! && matches(operation, segments),
  )
}

function matches(operation: Operation, segments: string[]): boolean {
  return operation.path.every((part, i) => !('literal' in part) || part.literal === segments[i])
}

function labelsOf(operation: Operation, segments: string[]): Map<string, string> {
  return new Map(operation.path.flatMap((part, i) => ('label' in part ? [[part.label, segments[i] ?? '']] : [])))
}
