import { Ban, CircleCheck, CircleDashed, CircleStop, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { awaitsConfirmation } from '#lib/jobs/verdict.ts'
import { visible } from '../format/text.ts'
import { Badge, type Tone } from './badge.tsx'
import { jobStateWord, type WordedFacts } from './job-state-words.ts'

interface Look {
  Icon: typeof Ban
  tone: Tone
  says: string
}

const states: Record<string, Look> = {
  COMPLETED: { Icon: CircleCheck, tone: 'plain', says: 'The backup was committed as a whole.' },
  ISSUES: { Icon: TriangleAlert, tone: 'warn', says: 'Completed, but something was left out.' },
  RUNNING: { Icon: LoaderCircle, tone: 'accent', says: 'It shows the objects completed so far.' },
  FAILED: { Icon: CircleX, tone: 'danger', says: 'The backup failed. It is not a good one.' },
  ABORTED: { Icon: Ban, tone: 'warn', says: 'The backup was given up and undone.' },
  ABORTING: { Icon: Ban, tone: 'warn', says: 'The backup is being given up.' },
  PARTIAL: { Icon: TriangleAlert, tone: 'warn', says: 'Parts of the backup are missing.' },
  EXPIRED: { Icon: Clock, tone: 'warn', says: 'The job did not end within its time.' },
  CREATED: { Icon: CircleDashed, tone: 'plain', says: 'The job has not begun yet.' },
  PENDING: { Icon: CircleDashed, tone: 'plain', says: 'The job waits to begin.' },
}

const causes = new Map<string, Look>([
  ['stopped', { Icon: CircleStop, tone: 'plain', says: 'Somebody stopped it. What it had taken in was undone.' }],
  ['failed', { Icon: CircleX, tone: 'danger', says: 'Its writer gave up. What it had taken in was undone.' }],
])

const unknown: Look = { Icon: CircleDashed, tone: 'plain', says: 'A state this dashboard does not know.' }

/** A job's state: icon, word, and what it means in the tooltip. */
export function JobState({ job }: { job: WordedFacts & { message?: string } }) {
  const { Icon, tone, says } = lookOf(job)
  const told = awaitsConfirmation(job) ? job.warning : job.message
  return (
    <Badge icon={<Icon aria-hidden size={15} />} title={told ? `${says} ${visible(told)}` : says} tone={tone}>
      {jobStateWord(job)}
    </Badge>
  )
}

function lookOf(job: WordedFacts): Look {
  if (awaitsConfirmation(job))
    return { Icon: TriangleAlert, tone: 'warn', says: 'Completed, with a warning that nobody has confirmed.' }
  const cause = job.state === 'ABORTED' && job.abortCause ? causes.get(job.abortCause) : undefined
  return cause ?? states[job.state] ?? unknown
}
