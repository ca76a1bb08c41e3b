import { bestEffort } from '#lib/failure/best-effort.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import type { Log } from '#lib/log.ts'

/** Forgets plans that expired, a slice at a time: others write in between. */
export async function sweepPlans(
  { archivePlans }: Pick<Ledger, 'archivePlans'>,
  log: Pick<Log, 'error'>,
  now: number,
): Promise<void> {
  for (let more = true; more; ) {
    more = false
    await bestEffort(log, async () => {
      more = await archivePlans.sweep(now, 1_000)
    })
  }
}
