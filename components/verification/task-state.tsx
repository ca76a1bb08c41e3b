import { Ban, CircleCheck, CirclePause, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { countOf } from '../format/size.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import type { VerificationTask } from './task.ts'

type Look = { Icon: typeof Ban; tone: Tone; word: string }

const looks: Record<VerificationTask['state'], Look> = {
  waiting: { Icon: Clock, tone: 'plain', word: 'Waiting' },
  running: { Icon: LoaderCircle, tone: 'accent', word: 'Verifying' },
  paused: { Icon: CirclePause, tone: 'plain', word: 'Paused' },
  done: { Icon: CircleCheck, tone: 'good', word: 'Verified' },
  cancelled: { Icon: Ban, tone: 'plain', word: 'Cancelled' },
  failed: { Icon: CircleX, tone: 'warn', word: 'Not finished' },
}

/** How a verification stands; one that found damage that still holds says so, whatever else. */
export function TaskState({ task }: { task: VerificationTask }) {
  const damaged = task.open > 0 || (task.state === 'done' && task.damagedObjects > 0 && task.found === 0)
  const { Icon, tone, word } =
    damaged && task.state === 'done'
      ? { Icon: TriangleAlert, tone: 'danger' as const, word: 'Damage found' }
      : looks[task.state]
  return (
    <>
      <Badge icon={<Icon aria-hidden size={15} />} tone={tone}>
        {word}
      </Badge>
      {damaged && task.state !== 'done' && (
        <Badge icon={<TriangleAlert aria-hidden size={15} />} tone="danger">
          {countOf(task.open, 'finding')}
        </Badge>
      )}
    </>
  )
}
