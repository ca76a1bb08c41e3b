import { randomBytes } from 'node:crypto'

const ofThisRun = `.thaw-${randomBytes(8).toString('hex')}-`
let count = 0

/** A name in the target for what is not whole yet; no other run and no backup uses it. */
export function temporaryName(): string {
  return `${ofThisRun}${(count++).toString(36)}.part`
}

/** Whether something in the target is under way in this run. */
export function isOwnTemporary(name: string): boolean {
  return name.startsWith(ofThisRun)
}
