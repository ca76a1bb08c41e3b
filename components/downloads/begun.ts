import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'

/** A download that was begun from a page of this tab: the browser has it, and tells the page nothing of it. */
export interface Begun {
  jobId: string
  /** The object, or else the plan of the archive. */
  name?: string
  planId?: string
  /** When, by the server's clock; milliseconds since 1970. */
  at: number
  /** Its record, where it broke off. */
  broken?: ReceiptView
}

/** Milliseconds by which the page may be wrong about the server's clock. */
export const slack = 2_000
/** A download whose record has not come by then began nothing, in milliseconds. */
const giveUp = 60_000

/** What an address of a download asks for; undefined of any other address. */
export function begunFrom(href: string, at: number): Begun | undefined {
  const { pathname, searchParams } = new URL(href)
  const [, jobId, what] = /^\/download\/([^/]+)\/(object|archive\/[^/]+)$/.exec(pathname) ?? []
  if (jobId === undefined || what === undefined) return undefined
  const job = { jobId: decodeURIComponent(jobId), at }
  const name = searchParams.get('name')
  if (what === 'object') return name === null ? undefined : { ...job, name }
  return { ...job, planId: what.slice('archive/'.length).replace(/\.[a-z]+$/, '') }
}

/**
 * What is left to tell or to wait for once the newest records are known: what ended well, or was left by the reader, goes.
 *
 * @param now by the server's clock.
 */
export function settled(begun: readonly Begun[], records: readonly ReceiptView[], now: number): Begun[] {
  return begun.flatMap((each) => {
    if (each.broken) return [each]
    const record = records.filter((candidate) => isOf(each, candidate)).sort((a, b) => b.startedAt - a.startedAt)[0]
    if (!record) return now - each.at > giveUp ? [] : [each]
    if (record.state === 'running') return [each]
    return record.state === 'failed' || record.state === 'broken' ? [{ ...each, broken: record }] : []
  })
}

function isOf({ jobId, name, planId, at }: Begun, { kind, ...record }: ReceiptView): boolean {
  if (record.jobId !== jobId || record.startedAt < at - slack) return false
  return kind === 'object' ? record.subject === name : record.planId !== null && record.planId === planId
}
