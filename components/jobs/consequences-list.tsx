import { verdictOf } from '#lib/jobs/verdict.ts'
import { countOf, formatBytes } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { Notice } from '../ui/notice.tsx'
import { AskedFacts, AskedJob } from './change-facts.tsx'
import type { Consequences } from './job-changes.ts'
import { jobWords } from './job-words.ts'

interface Props {
  change: 'stop' | 'delete'
  found: Consequences
}

/** What is lost, what stays, and that there is no way back. */
export function ConsequencesList({ change, found }: Props) {
  const { job, newestGood, others, next } = found
  return (
    <>
      <AskedJob job={job} />
      {change === 'delete' && newestGood && (
        <Notice tone="danger">
          <strong>This is the newest good backup {job.arn ? 'of its resource' : 'that is known here'}.</strong>{' '}
          {next?.created !== undefined ? (
            <>
              The newest that stays is from <Time at={next.created} /> (
              {jobWords({ ...next, verdict: verdictOf(next) })}): what changed since then is lost.
            </>
          ) : (
            'No other good one stays.'
          )}
        </Notice>
      )}
      <AskedFacts>
        <dt>Is lost</dt>
        <dd>{change === 'stop' ? <LostWhenStopped found={found} /> : <LostWhenDeleted found={found} />}</dd>
        <dt>Stays</dt>
        <dd>
          {others === 0
            ? 'No other good backup of this resource.'
            : `${countOf(others, 'other good backup')}${found.more ? ' or more' : ''} of this resource, with everything they show.`}{' '}
          Content that other jobs show as well is kept for them.
        </dd>
        <dt>Space</dt>
        <dd>Is freed later: garbage collection takes what no job shows any more, after its time of grace.</dd>
      </AskedFacts>
      <p>
        <strong>This cannot be undone.</strong>
      </p>
    </>
  )
}

function amount({ job }: Consequences): string {
  const counted = job.objects === undefined ? 'All its objects' : countOf(job.objects, 'object')
  return job.size === undefined ? counted : `${counted}, ${formatBytes(job.size)}`
}

function LostWhenDeleted({ found }: { found: Consequences }) {
  return (
    <>
      {amount(found)}, as {found.job.objects === 1 ? 'it was' : 'they were'} at that time. They can no longer be
      browsed, downloaded or restored from this job.
    </>
  )
}

function LostWhenStopped({ found }: { found: Consequences }) {
  return (
    <>
      What this job has taken in so far ({amount(found)}). The job is given up and undone; whoever writes to it fails,
      and its next backup starts over.
    </>
  )
}
