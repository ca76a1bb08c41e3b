import { compareNames } from '#lib/browse/names.ts'
import { RefusedError } from '#lib/failure/refused-error.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'

/** Objects by name, and everything that begins with a prefix (a folder's prefix ends with `/`; '' is the whole job). */
export interface Selection {
  names: string[]
  prefixes: string[]
}

type Item = { kind: 'prefix' | 'name'; text: string }

/** The selection in the order of names, nothing in it twice. */
export function disjoint({ names, prefixes }: Selection): Item[] {
  const items: Item[] = [
    ...prefixes.map((text) => ({ kind: 'prefix' as const, text })),
    ...names.map((text) => ({ kind: 'name' as const, text })),
  ]
  // A prefix stands before everything that begins with it; of equals the prefix, which holds the name too.
  items.sort((a, b) => compareNames(a.text, b.text) || (a.kind === b.kind ? 0 : a.kind === 'prefix' ? -1 : 1))
  const kept: Item[] = []
  let folder: string | undefined
  for (const item of items) {
    if (folder !== undefined && item.text.startsWith(folder)) continue
    if (item.kind === 'prefix') folder = item.text
    else if (kept.at(-1)?.text === item.text) continue
    kept.push(item)
  }
  return kept
}

/**
 * Every selected object once, in the order of names.
 *
 * @throws {RefusedError} a selected name is not in the job.
 */
export async function* selectedObjects(
  source: ObjectSource,
  jobId: string,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<SourceObject> {
  for (const { kind, text } of disjoint(selection)) {
    if (kind === 'prefix') {
      yield* source.list(jobId, { prefix: text }, signal)
      continue
    }
    const found = await source.find(jobId, text, signal)
    if (!found) throw new RefusedError(404, 'ObjectNotFound', `This job has no object ${JSON.stringify(text)}.`)
    yield found
  }
}
