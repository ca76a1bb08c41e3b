'use client'

import { useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import { answered } from '../ui/answered.ts'
import { Button } from '../ui/button.tsx'
import { onDemand } from '../ui/on-demand.tsx'
import { begunKey, tasksKey, type VerificationActions } from './task.ts'

const FailureDialog = onDemand(() => import('../ui/failure-dialog.tsx'))

interface Props {
  jobId: string
  prefix?: string
  name?: string
  start: VerificationActions['start']
  refused?: string | undefined
  children: ReactNode
}

/** Reads and hashes it in the background; the tasks below show how it goes. */
export function VerifyButton({ jobId, prefix, name, start, refused, children }: Props) {
  const client = useQueryClient()
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure>()

  async function begin() {
    setFailure(undefined)
    setPending(true)
    const answer = await answered(start({ jobId, ...(prefix && { prefix }), ...(name && { name }) }))
    setPending(false)
    if (!answer.ok) return setFailure(answer.error)
    client.setQueryData(begunKey(jobId), true)
    await client.invalidateQueries({ queryKey: tasksKey() })
  }

  return (
    <>
      <Button
        onClick={begin}
        refused={refused ?? (pending ? 'It is being put in line' : undefined)}
        title="Reads every chunk and compares its SHA-256, in the background"
      >
        <ShieldCheck aria-hidden size={15} />
        {children}
      </Button>
      {failure && (
        <FailureDialog
          failure={failure}
          onClose={() => setFailure(undefined)}
          retry={begin}
          title="The verification did not begin"
        />
      )}
    </>
  )
}
