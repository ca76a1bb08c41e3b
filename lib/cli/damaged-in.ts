import type { BackupJob } from '@aws-sdk/client-backup'
import type { Connection } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'

/** More damage than that is a matter for `--read-all`. */
const most = 1_000_000

/** Names of a job's objects that are known to be damaged; none where nobody keeps that. */
export function damagedIn(at: Connection['ledger'], job: BackupJob): Set<string> {
  using ledger = openedLedger(at)
  if (!at || !ledger) return new Set()
  const { BackupJobId: id = '', ResourceArn: arn, BackupVaultName: vault, CreationDate } = job
  const found = ledger.knownDamage.ofJob(at.endpoint, { id, arn, vault, created: CreationDate?.getTime() }, most)
  return new Set(found.map(({ object }) => object))
}
