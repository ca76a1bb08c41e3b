import { type BackupJob, type BackupJobState, paginateListBackupJobs } from '@aws-sdk/client-backup'
import { Command } from 'commander'
import { coverageShare } from '#lib/jobs/coverage.ts'
import { causeWord } from '#lib/jobs/ended.ts'
import { type JobFacts, jobFacts } from '#lib/jobs/job-facts.ts'
import { type Verdict, verdictOf } from '#lib/jobs/verdict.ts'
import { type KnownAt, lookAgain, withKnown } from '#lib/verification/index.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { openedLedger } from './opened-ledger.ts'
import { stdoutClosed } from './output.ts'
import { formatBytes, printable } from './text.ts'

type JobsFlags = ConnectionFlags & { vault?: string; resource?: string; state?: string; json?: boolean }

/** `thaw jobs`: the storage jobs, newest first. */
export function jobsCommand(): Command {
  return withConnectionOptions(
    new Command('jobs')
      .description('list storage jobs, newest first, and what each is worth as a backup')
      .option('--vault <name>', 'only jobs of this vault')
      .option('--resource <arn>', 'only jobs of this resource')
      .option('--state <state>', 'only jobs in this state, for instance COMPLETED')
      .option('--json', 'one JSON object a line, with the names of the API, and our Verdict'),
  ).action(jobs)
}

async function jobs(flags: JobsFlags): Promise<void> {
  using connection = connect(flags)
  await using ledger = await openedLedger(connection.ledger)
  const known = ledger && {
    client: connection.storage,
    endpoint: connection.ledger?.endpoint ?? '',
    ledger,
  }
  const pages = paginateListBackupJobs(
    { client: connection.backup },
    {
      ByBackupVaultName: flags.vault,
      ByResourceArn: flags.resource,
      ByState: flags.state?.toUpperCase() as BackupJobState | undefined,
    },
  )
  for await (const { BackupJobs = [] } of pages) {
    const facts = await knownFacts(BackupJobs, known)
    for (const [i, job] of BackupJobs.entries()) {
      const worth = facts?.[i]
      if (flags.json) console.log(JSON.stringify({ ...job, ...(worth && { Verdict: verdictOf(worth) }) }))
      else console.log(line(job, worth))
    }
    if (stdoutClosed()) break
  }
}

/** For questions of what jobs have in common, in milliseconds; what was learned until then counts. */
const patience = 30_000

/** What is known here of jobs; nothing where this machine keeps no ledger of the endpoint. */
async function knownFacts(listed: BackupJob[], known: KnownAt | undefined): Promise<JobFacts[] | undefined> {
  if (!known) return undefined
  const jobs = listed.map(jobFacts)
  await lookAgain(known, jobs, AbortSignal.timeout(patience)).catch((error) => {
    console.error(`What the jobs are worth is told as it was last known: ${printable((error as Error).message)}`)
  })
  return withKnown(known, jobs)
}

/** `worth`: what is known of it here; without that, what it is worth is not told. */
function line(job: BackupJob, worth: JobFacts | undefined): string {
  const objects = job.BackupOptions?.ObjectCount
  return [
    job.BackupJobId ?? '–',
    (job.State ?? '–').padEnd(9),
    (worth ? worthWords(worth) : '–').padEnd(27),
    job.CreationDate ? job.CreationDate.toISOString().slice(0, 19).replace('T', ' ') : '–',
    (objects ? Number(objects).toLocaleString('en') : '–').padStart(10),
    (job.BackupSizeInBytes === undefined ? '–' : formatBytes(job.BackupSizeInBytes)).padStart(9),
    (job.BytesTransferred === undefined ? '–' : `+${formatBytes(job.BytesTransferred)}`).padStart(10),
    printable(`${job.BackupVaultName ?? '–'}  ${job.ResourceName ?? job.ResourceArn ?? '–'}`),
    ...warning(job),
  ].join('  ')
}

function warning({ BackupOptions: { Warning, WarningConfirmedAt } = {} }: BackupJob): string[] {
  if (!Warning) return []
  return [printable(`${WarningConfirmedAt ? '(confirmed)' : 'WARNING'} ${Warning}`)]
}

/** What a backup is worth, and since when that is known; nothing where the state says all. */
function worthWords(job: JobFacts): string {
  const verdict = verdictOf(job)
  const since = job.verified ? `, ${new Date(job.verified.oldestAt).toISOString().slice(0, 10)}` : ''
  if (verdict === 'verified') return `verified${since}`
  if (verdict === 'partly-verified' && job.verified) return `${coverageShare(job.verified, job)} verified${since}`
  return words[verdict] ?? causeWord(job)?.toLowerCase() ?? ''
}

const words: Partial<Record<Verdict, string>> = {
  stopped: 'stopped',
  damaged: 'damaged',
  'needs-confirmation': 'needs a look',
  'never-verified': 'never verified',
  'verification-unknown': 'verification not known',
}
