import { ChangeButton } from './change-button.tsx'
import { changesOf, type JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'

/** Commits or stops a job that runs, deletes one that completed; what that means is said first. */
export function JobActions({ job, changes }: { job: JobRow; changes: JobChanges }) {
  return changesOf(job).map(({ change, refused }) => (
    <ChangeButton change={change} changes={changes} job={job} key={place(change)} refused={refused} />
  ))
}

/** Stop and Delete are one button: what it did is still told when it has become the other. */
const place = (change: string) => (change === 'delete' ? 'stop' : change)
