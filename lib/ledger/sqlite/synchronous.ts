/** The calls of a table as its thread carries them out: at once. */
export type Synchronous<Table> = {
  [Call in keyof Table]: Table[Call] extends (...input: infer Input) => Promise<infer Outcome>
    ? (...input: Input) => Outcome
    : never
}
