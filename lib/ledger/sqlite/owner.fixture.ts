/** A process that works on a download and a verification of a ledger until it is killed. */
import { openLedger } from './open-ledger.ts'

const ledger = await openLedger(process.argv[2]!, { role: 'server' })
await ledger.receipts.start({
  id: 'download',
  kind: 'object',
  actor: 'session',
  endpoint: 'http://one',
  jobId: 'job',
  subject: 'f',
  startedAt: 1,
})
const claimed = await ledger.verifications.claim('http://one', 1)
console.log(claimed?.id)
setInterval(() => {}, 60_000)
