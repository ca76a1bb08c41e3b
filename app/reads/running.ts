import 'server-only'
import type { Running } from '#components/frame/running-tasks.tsx'
import { isActive } from '#components/verification/task.ts'
import { listReceipts } from '#lib/downloads/receipts/receipt-view.ts'
import type { Result } from '#lib/failure/result.ts'
import { runtime } from '#lib/runtime.ts'
import { readVerifications } from './verification.ts'

const mostCounted = 100

/**
 * What runs at this moment: verifications, downloads and restores.
 *
 * @param since the records of downloads that browsers began then or later are wanted as well.
 */
export async function readRunning(since?: number): Promise<Result<{ running: Running }>> {
  const found = await readVerifications()
  const now = Date.now()
  const { ledger } = runtime()
  const { rows } = await listReceipts(ledger, { state: 'running', limit: mostCounted }, now)
  const records =
    since !== undefined &&
    (await listReceipts(ledger, { limit: mostCounted }, now)).rows.filter(
      ({ actor, startedAt }) => actor === 'session' && startedAt >= since,
    )
  const verifications = found.ok ? found.tasks.filter(isActive) : []
  return { ok: true, running: { verifications, downloads: rows.length, now, ...(records && { records }) } }
}
