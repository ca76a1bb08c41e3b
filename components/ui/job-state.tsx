import { Ban, CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { Badge, type Tone } from './badge.tsx'
import { jobStateWord } from './job-state-words.ts'

type Icon = typeof Ban

const states: Record<string, { Icon: Icon; tone: Tone; says: string }> = {
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

/** A job's state: icon, word, and what it means in the tooltip. */
export function JobState({ state, message }: { state: string; message?: string }) {
  const { Icon, tone, says } = states[state] ?? {
    Icon: CircleDashed,
    tone: 'plain' as const,
    says: 'A state this dashboard does not know.',
  }
  return (
    <Badge icon={<Icon aria-hidden size={15} />} title={message ? `${says} ${message}` : says} tone={tone}>
      {jobStateWord(state)}
    </Badge>
  )
}
