import type { Refusal } from '../../../index-store.ts'

/** Thrown inside a write to undo it; the worker turns it into the refused outcome. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

/** Undoes the write and answers with the refusal. */
export function refuse(refusal: Refusal): never {
  throw new Refused(refusal)
}
