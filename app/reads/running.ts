import 'server-only'
import { downloads } from '#app/downloads.ts'
import type { Running } from '#components/verification/running-tasks.tsx'
import { isActive } from '#components/verification/task.ts'
import { listReceipts } from '#lib/downloads/receipt-view.ts'
import type { Result } from '#lib/result.ts'
import { runtime } from '#lib/runtime.ts'
import { readVerifications } from './verification.ts'

const mostCounted = 100

/** What runs at this moment: verifications, downloads and restores. */
export async function readRunning(): Promise<Result<{ running: Running }>> {
  downloads() // settles what a process before this one left running
  const found = await readVerifications()
  const { rows } = listReceipts(runtime().ledger, { state: 'running', limit: mostCounted }, Date.now())
  const verifications = found.ok ? found.tasks.filter(isActive) : []
  return { ok: true, running: { verifications, downloads: rows.length } }
}
