import type { ReactNode } from 'react'
import { countOf, formatBytes } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { Check } from '../ui/check.tsx'
import { Notice } from '../ui/notice.tsx'
import type { Consequences } from './job-changes.ts'
import type { JobRow } from './job-row.ts'

/** Which job a question is about. */
export function AskedJob({ job }: { job: JobRow }) {
  return (
    <p>
      <strong className="wrap-anywhere isolate-text">{visible(job.resource) || job.id}</strong>
      {job.created !== undefined && (
        <>
          , begun <Time at={job.created} />
        </>
      )}
      {job.vault && `, in ${visible(job.vault)}`}
    </p>
  )
}

/** What is known of it, each fact after its name. */
export function AskedFacts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[72px_1fr] gap-x-4 gap-y-2 max-sm:block max-sm:[&>dd]:mb-2 [&>dt]:text-muted">
      {children}
    </dl>
  )
}

interface CommitProps {
  found: Consequences
  abandon: boolean
  setAbandon: (abandon: boolean) => void
}

/** What a running job becomes when somebody else than its writer commits it. */
export function CommitFacts({ found: { job }, abandon, setAbandon }: CommitProps) {
  const { openUploads: open } = job
  return (
    <>
      <AskedJob job={job} />
      <AskedFacts>
        <dt>Becomes</dt>
        <dd>A backup of this resource as it stands now: {amountOf(job)}.</dd>
        <dt>Uploads</dt>
        <dd>
          {open === undefined && 'The endpoint does not tell how many are not complete.'}
          {open === 0 && 'None is open: every object that was begun is complete.'}
          {open !== undefined &&
            open > 0 &&
            `${countOf(open, 'upload')} ${open === 1 ? 'is' : 'are'} not complete, so ${open === 1 ? 'its object is' : 'their objects are'} not in it.`}
          {open !== 0 && (
            <label className="flex items-start gap-2 pt-2 [&_input]:mt-0.5">
              <Check check={setAbandon} checked={abandon} />
              <span>Abandon open uploads: what was sent for them is dropped</span>
            </label>
          )}
        </dd>
        <dt>Writer</dt>
        <dd>Whoever still writes to the job is refused from then on.</dd>
      </AskedFacts>
      <Notice>
        Only its writer knows whether everything is in it. Thaw takes it as whole once you commit it, and a committed
        job never changes again.
      </Notice>
    </>
  )
}

/** What somebody takes upon himself who confirms a backup that carries a warning. */
export function ConfirmFacts({ found: { job, next } }: { found: Consequences }) {
  return (
    <>
      <AskedJob job={job} />
      <Notice>
        <strong>{visible(job.warning ?? '')}</strong>
      </Notice>
      <AskedFacts>
        <dt>This one</dt>
        <dd>{amountOf(job)}</dd>
        <dt>Before</dt>
        <dd>
          {next?.created === undefined ? (
            'No other good backup of this resource.'
          ) : (
            <>
              {amountOf(next)}, in the good backup begun <Time at={next.created} />
            </>
          )}
        </dd>
        <dt>Then</dt>
        <dd>
          You say that this is how it should be. It counts as a good backup of its resource from then on, and the next
          one is compared with it.
        </dd>
      </AskedFacts>
      <p>
        <strong>This cannot be undone.</strong>
      </p>
    </>
  )
}

function amountOf({ objects, size }: JobRow): string {
  const counted = objects === undefined ? 'objects that the endpoint does not count' : countOf(objects, 'object')
  return size === undefined ? counted : `${counted}, ${formatBytes(size)}`
}
