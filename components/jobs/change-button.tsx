'use client'

import { CircleCheck, CircleStop, PackageCheck, Trash2 } from 'lucide-react'
import type { Route } from 'next'
import { usePathname, useRouter } from 'next/navigation'
import { useState } from 'react'
import { jobsHref } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { Button } from '../ui/button.tsx'
import { onDemand } from '../ui/on-demand.tsx'
import { useNoWrites } from '../ui/store-standing.ts'
import type { JobChange, JobChanges } from './job-changes.ts'
import type { JobRow } from './job-row.ts'
import { useJobChanged } from './use-job-changed.ts'

const ChangeDialog = onDemand(() => import('./change-dialog.tsx'))

/** Changes this endpoint was found not to offer, for as long as the page is open. */
const absent = new Set<JobChange>()

const words = {
  stop: { Icon: CircleStop, verb: 'Stop', done: 'The job was stopped.' },
  commit: { Icon: PackageCheck, verb: 'Commit', done: 'The job was committed: it is a backup.' },
  delete: { Icon: Trash2, verb: 'Delete', done: 'The backup was deleted.' },
  confirm: { Icon: CircleCheck, verb: 'Confirm this backup', done: 'The backup was confirmed.' },
}

interface Props {
  change: JobChange
  job: JobRow
  changes: JobChanges
  /** Why it cannot be done. */
  refused?: string | undefined
}

/** Asks for one change of a job; the dialog says what it means. */
export function ChangeButton({ change, job, changes, refused }: Props) {
  // What is asked for stays the same while the dialog is open, whatever becomes of the job.
  const [asked, ask] = useState<JobChange>()
  const [done, setDone] = useState('')
  const changed = useJobChanged()
  const noWrites = useNoWrites()
  const router = useRouter()
  const onItsPage = usePathname() === objectsHref(job.id)
  const { Icon, verb } = words[change]
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => ask(change)}
        refused={refused ?? noWrites ?? (absent.has(change) ? 'This endpoint does not offer it' : undefined)}
      >
        <Icon aria-hidden size={15} />
        {verb}
      </Button>
      <span className="visually-hidden" role="status">
        {done}
      </span>
      {asked && (
        <ChangeDialog
          change={asked}
          changes={changes}
          job={job}
          onAbsent={() => absent.add(asked)}
          onClose={() => ask(undefined)}
          onDone={(after) => {
            ask(undefined)
            setDone(words[asked].done)
            // Of what is gone there is no page to stay on: the other backups of the same are next.
            if (onItsPage && !after.job)
              router.replace(jobsHref({ resource: job.arn, vault: job.vault ?? null }) as Route)
            else changed(job.id, after)
          }}
        />
      )}
    </>
  )
}
