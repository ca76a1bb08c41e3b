import { Circle, CircleCheck, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StepState, FirstSteps as Steps } from '#lib/jobs/first-steps.ts'
import { Badge } from '../ui/badge.tsx'
import { Command } from '../ui/command.tsx'
import { Heading } from '../ui/heading.tsx'

/** The way from an empty store to a backup that is known to come back; each step says by itself when it is done. */
export function FirstSteps({ steps }: { steps: Steps }) {
  const { verifies, restores } = steps
  return (
    <section aria-labelledby="first-steps" className="mb-8">
      <Heading className="mb-3" id="first-steps" level="h2">
        First steps
      </Heading>
      <ol className="grid grid-cols-3 gap-4 max-md:grid-cols-1" aria-label="First steps">
        <Step command="bin/thaw backup ~/documents" does="Back something up" state={steps.backup}>
          Run this on the machine Thaw runs on, with a folder of yours. The backup appears here while it runs.
        </Step>
        <Step command={verifies && `bin/thaw verify ${verifies}`} does="Verify it" state={steps.verify}>
          Reads all of it and compares every SHA-256. <b className="font-medium">Verify all</b> on its page does the
          same.
        </Step>
        <Step
          command={restores && `bin/thaw restore ${restores} --to ./restored`}
          does="Get something back"
          state={steps.restore}
        >
          Restores into a new folder. Or open a backup below and download a file: the sample will do.
        </Step>
      </ol>
    </section>
  )
}

interface StepProps {
  /** What it comes to. */
  does: string
  state: StepState
  /** Undefined while there is no backup that it could name. */
  command: string | undefined
  children: ReactNode
}

function Step({ does, state, command, children }: StepProps) {
  return (
    <li className="grid min-w-0 content-start gap-2 rounded-md border border-border p-4" data-state={state}>
      <div className="flex items-center gap-3">
        <h3 className="flex-1 font-semibold">{does}</h3>
        <StepBadge state={state} />
      </div>
      <p className="text-md text-muted">{children}</p>
      {state !== 'done' &&
        (command ? (
          <Command does={does} line={command} />
        ) : (
          <p className="text-faint text-md">Its command stands here once there is a backup.</p>
        ))}
    </li>
  )
}

function StepBadge({ state }: { state: StepState }) {
  const size = 15
  if (state === 'done')
    return (
      <Badge icon={<CircleCheck aria-hidden size={size} />} tone="good">
        Done
      </Badge>
    )
  if (state === 'running')
    return (
      <Badge icon={<LoaderCircle aria-hidden size={size} />} tone="accent">
        Running
      </Badge>
    )
  return (
    <Badge icon={<Circle aria-hidden size={size} />} tone="plain">
      To do
    </Badge>
  )
}
