import 'server-only'
import { basename } from 'node:path'
import type { LostRecords } from '#components/frame/records-notice.tsx'
import { runtime } from '#lib/runtime.ts'

/** Since when there are records, where earlier ones were lost; they can be found again in the data folder. */
export async function readLostRecords(): Promise<LostRecords | undefined> {
  const begun = await runtime().ledger.begunAnew()
  return begun && { since: begun.at, keptAs: basename(begun.setAside) }
}
