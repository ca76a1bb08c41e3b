import { Ban, CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { Badge, type Tone } from './badge.tsx'

type Icon = typeof Ban

const states: Record<string, { word: string; Icon: Icon; tone: Tone; says: string }> = {
  COMPLETED: { word: 'Completed', Icon: CircleCheck, tone: 'plain', says: 'The backup was committed as a whole.' },
  ISSUES: { word: 'With issues', Icon: TriangleAlert, tone: 'warn', says: 'Completed, but something was left out.' },
  RUNNING: { word: 'Running', Icon: LoaderCircle, tone: 'accent', says: 'It shows the objects completed so far.' },
  FAILED: { word: 'Failed', Icon: CircleX, tone: 'danger', says: 'The backup failed. It is not a good one.' },
  ABORTED: { word: 'Aborted', Icon: Ban, tone: 'warn', says: 'The backup was given up and undone.' },
  ABORTING: { word: 'Aborting', Icon: Ban, tone: 'warn', says: 'The backup is being given up.' },
  PARTIAL: { word: 'Partial', Icon: TriangleAlert, tone: 'warn', says: 'Parts of the backup are missing.' },
  EXPIRED: { word: 'Expired', Icon: Clock, tone: 'warn', says: 'The job did not end within its time.' },
  CREATED: { word: 'Created', Icon: CircleDashed, tone: 'plain', says: 'The job has not begun yet.' },
  PENDING: { word: 'Pending', Icon: CircleDashed, tone: 'plain', says: 'The job waits to begin.' },
}

/** A job's state: icon, word, and what it means in the tooltip. */
export function JobState({ state, message }: { state: string; message?: string }) {
  const { word, Icon, tone, says } = states[state] ?? {
    word: state.charAt(0) + state.slice(1).toLowerCase(),
    Icon: CircleDashed,
    tone: 'plain' as const,
    says: 'A state this dashboard does not know.',
  }
  return (
    <Badge icon={<Icon aria-hidden size={15} />} title={message ? `${says} ${message}` : says} tone={tone}>
      {word}
    </Badge>
  )
}

export function jobStateWord(state: string): string {
  return states[state]?.word ?? state
}
