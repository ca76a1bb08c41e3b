import type { BackupJob } from '@aws-sdk/client-backup'
import { jobFacts } from '#lib/jobs/job-facts.ts'
import { lookAtDamage } from '#lib/verification/index.ts'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'

/** More damage than that is a matter for `--read-all`. */
const most = 1_000_000

/** For the question of what else known damage hits, in milliseconds; what was learned until then counts. */
const patience = 30_000

/**
 * Names of a job's objects that are known to be damaged, wherever that was found; none where nobody keeps that. Where
 * the service cannot be asked, it is what was known before.
 */
export async function damagedIn(
  { storage, ledger: at }: Connection,
  job: BackupJob,
  signal: AbortSignal,
): Promise<Set<string>> {
  await using ledger = await openedLedger(at)
  if (!at || !ledger) return new Set()
  const known = { client: storage, endpoint: at.endpoint, ledger }
  await lookAtDamage(known, [jobFacts(job)], AbortSignal.any([signal, AbortSignal.timeout(patience)])).catch(() => {
    signal.throwIfAborted()
  })
  const { BackupJobId: id = '', ResourceArn: arn, BackupVaultName: vault, CreationDate } = job
  const found = await ledger.knownDamage.ofJob(at.endpoint, { id, arn, vault, created: CreationDate?.getTime() }, most)
  return new Set(found.map(({ object }) => object))
}
