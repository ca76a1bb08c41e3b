/** A newer version of Thaw wrote records that this one cannot read: without them an index would be another one. */
export class UnknownRecordsError extends Error {
  override readonly name = 'UnknownRecordsError'
  readonly retryable = false
  /** @param found how many there are of each format or kind. */
  constructor(found: ReadonlyMap<string, number>) {
    const kinds = Array.from(found, ([what, count]) => `${count} of ${what}`).join(', ')
    super(`The store has records that this version of Thaw does not know (${kinds}); use the newer version`)
  }
}
