'use client'

import { CircleCheck, CircleHelp, CircleX, RotateCw, TriangleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Failure } from '#lib/failure/result.ts'
import type { DamageHit, DamagePage } from '#lib/verification/damage.ts'
import { type Asked, answered } from '../ui/answered.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Checksum } from '../ui/checksum.tsx'
import { Facts } from '../ui/facts.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { Size } from '../ui/size.tsx'
import { Twin } from '../ui/twin.tsx'

interface Props {
  checksum: string
  page: Pick<DamagePage, 'state' | 'length' | 'from'>
  /** An object to read the chunk from again. */
  hit: DamageHit | undefined
  recheck: (jobId: string, name: string, checksum: string) => Asked<{ whole: boolean | undefined }>
}

const quiet = 'max-w-180 text-muted'

const states: Record<DamagePage['state'], { Icon: typeof CircleX; tone: Tone; word: string }> = {
  stored: { Icon: CircleCheck, tone: 'plain', word: 'Stored' },
  damaged: { Icon: TriangleAlert, tone: 'danger', word: 'Damaged' },
  missing: { Icon: CircleX, tone: 'danger', word: 'Missing' },
  unused: { Icon: CircleHelp, tone: 'plain', word: 'Not in this store' },
  unknown: { Icon: CircleHelp, tone: 'plain', word: 'Not told by this endpoint' },
}

/** Which chunk it is, how the store sees it, and what heals it. */
export function DamageHeader({ checksum, page, hit, recheck }: Props) {
  const router = useRouter()
  const [told, setTold] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const { Icon, tone, word } = states[page.state]
  const jobId = hit?.jobIds[0]

  async function readAgain() {
    if (hit === undefined || jobId === undefined) return
    setTold('Reading it again…')
    const answer = await answered(recheck(jobId, hit.name, checksum))
    setFailure(answer.ok ? undefined : answer.error)
    setTold(answer.ok ? verdict(answer.whole) : undefined)
    router.refresh()
  }

  return (
    <header className="pb-3">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-lg leading-6">Damage map of a chunk</h1>
        <Button onClick={readAgain} refused={jobId === undefined ? 'No job shows an object with it' : undefined}>
          <RotateCw aria-hidden size={15} />
          Read it again
        </Button>
      </div>
      <Facts
        facts={[
          {
            label: 'State',
            value: (
              <Badge icon={<Icon aria-hidden size={15} />} tone={tone}>
                {word}
              </Badge>
            ),
          },
          { label: 'Length', value: <Size bytes={page.length} /> },
          {
            label: 'SHA-256',
            value: <Checksum text={checksum} what="SHA-256" />,
          },
        ]}
      />
      <p className="not-empty:pt-2" role="status">
        {told}
      </p>
      {failure && <FailurePanel failure={failure} retry={readAgain} />}
      {page.from === 'ledger' && (
        <p className={`${quiet} pt-3`}>
          This endpoint does not tell what a chunk is part of. Below is only what was read here and found damaged.
        </p>
      )}
      {page.state !== 'stored' && (
        <div className="grid gap-2 pt-4">
          <p className={quiet}>
            The same bytes, stored again, heal every object below at once: back up a path that still has this content.
          </p>
          <Twin line="bin/thaw backup --read-all /path/that/still/has/it" what="Back up what still has the content" />
        </div>
      )}
    </header>
  )
}

function verdict(whole: boolean | undefined): string {
  if (whole === undefined) return 'The object does not have this chunk any more.'
  return whole ? 'It is whole: healed.' : 'It is still damaged.'
}
