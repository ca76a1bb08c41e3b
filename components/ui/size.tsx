import { exactBytes, formatBytes } from '../format/size.ts'

/** A size in IEC units, exact in the tooltip; a dash where nobody told it. */
export function Size({ bytes, hint }: { bytes: number | undefined; hint?: boolean }) {
  if (bytes === undefined) return <Unknown />
  return (
    <span title={hint ? `${exactBytes(bytes)}, as the backup noted it` : exactBytes(bytes)}>{formatBytes(bytes)}</span>
  )
}

/** What the endpoint does not tell. */
export function Unknown({ why = 'The storage endpoint does not tell' }: { why?: string }) {
  return (
    <span data-unknown title={why}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">unknown</span>
    </span>
  )
}
