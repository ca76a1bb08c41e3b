import { IndexDamagedError } from './index-store.ts'

/** Why no write is taken, and what to do about it: a sentence each, without its full stop. */
export interface ReadOnly {
  reason: string
  remedy: string
}

export const rebuildRemedy = 'Stop Thaw and run `thaw rebuild`: it makes the index anew from what lies in the store'

/**
 * What is known against the index. From the first doubt on no write is taken for as long as the process lives: what an
 * index does not know it would let go of, and what is written to a damaged one may be lost.
 */
export class IndexHealth {
  readonly #onDoubt: (readOnly: ReadOnly, detail: unknown) => void
  #readOnly: ReadOnly | undefined

  /** @param onDoubt hears of the first doubt. */
  constructor(onDoubt: (readOnly: ReadOnly, detail: unknown) => void = () => {}) {
    this.#onDoubt = onDoubt
  }

  /** Undefined while nothing speaks against the index. */
  get readOnly(): ReadOnly | undefined {
    return this.#readOnly
  }

  /** Only the first doubt counts. */
  doubt(reason: string, detail?: unknown, remedy = rebuildRemedy): void {
    if (this.#readOnly) return
    this.#readOnly = { reason, remedy }
    this.#onDoubt(this.#readOnly, detail)
  }

  /** @throws {IndexDamagedError} no write is taken. */
  assertWritable(): void {
    if (!this.#readOnly) return
    const { reason, remedy } = this.#readOnly
    throw new IndexDamagedError(`${reason}, so no write is taken. ${remedy}`)
  }

  /** What to throw instead of an error that a statement ended with: damage is noted, everything else stays as it is. */
  judged(error: unknown, file: string): unknown {
    const detail = damageIn(error)
    if (detail === undefined) return error
    this.doubt(damaged(file, detail), error)
    const { remedy } = this.#readOnly!
    return new IndexDamagedError(`${damaged(file, detail)}. ${remedy}`, { cause: error })
  }
}

export const damaged = (file: string, detail: string) => `The index ${file} is damaged (${detail})`

/** What SQLite, or a reader that met a contradiction, says of damage; undefined for every other error. */
export function damageIn(error: unknown): string | undefined {
  for (let thrown = error; thrown instanceof Error; thrown = thrown.cause) {
    const { code = '' } = thrown as Error & { code?: string }
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code) || code === CONTRADICTION) return thrown.message
  }
  return undefined
}

/** At opening, a statement that fails by its own terms meets tables that are others than ours: that is damage as well. */
export function asMisfit(error: unknown): unknown {
  for (let thrown = error; thrown instanceof Error; thrown = thrown.cause)
    if ((thrown as Error & { code?: string }).code === 'SQLITE_ERROR')
      return Object.assign(new Error(thrown.message, { cause: error }), { code: CONTRADICTION })
  return error
}

/** Code of errors about rows that contradict each other; it crosses threads, a class would not. */
export const CONTRADICTION = 'INDEX_CONTRADICTION'

export const contradiction = (message: string) => Object.assign(new Error(message), { code: CONTRADICTION })
