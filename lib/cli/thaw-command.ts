import { relative, resolve } from 'node:path'

/** How to call `thaw` from the folder the person is in: short inside the project, absolute elsewhere. */
export function thawCommand(): string {
  const path = resolve(import.meta.dirname, '../../bin/thaw')
  const fromHere = relative('.', path)
  return fromHere.startsWith('..') ? path : fromHere
}
