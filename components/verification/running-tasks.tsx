'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LoaderCircle } from 'lucide-react'
import { useEffect } from 'react'
import { objectsHref } from '#lib/search-params/objects.ts'
import { restoresHref } from '#lib/search-params/restores.ts'
import { countOf } from '../format/size.ts'
import { type Asked, answered } from '../ui/answered.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './running-tasks.module.css'
import { doneOf, tasksKey, type VerificationTask } from './task.ts'

const soon = 700

/** What runs at this moment. */
export interface Running {
  verifications: VerificationTask[]
  downloads: number
}

/** What runs, in the top bar: asked for every second only while something does. */
export function RunningTasks({ known, look }: { known: Running; look: () => Asked<{ running: Running }> }) {
  const { data } = useQuery({
    queryKey: tasksKey(),
    queryFn: async () => {
      const answer = await answered(look())
      return answer.ok ? answer.running : { verifications: [], downloads: 0 }
    },
    initialData: known,
    staleTime: Number.POSITIVE_INFINITY, // what came with the page is not asked for again
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.verifications.length + state.data.downloads > 0 && 1000,
  })
  const client = useQueryClient()
  useEffect(() => {
    // A download tells the page nothing: what the browser was given runs a moment later.
    function onClick({ target }: MouseEvent) {
      if (!(target as Element).closest('a[download]')) return
      setTimeout(() => void client.invalidateQueries({ queryKey: tasksKey(), exact: true }), soon)
    }
    document.addEventListener('click', onClick)
    return () => document.removeEventListener('click', onClick)
  }, [client])
  const { verifications, downloads } = data
  const [first] = verifications
  const done = first && doneOf(first)
  return (
    <>
      {first && (
        <AppLink className={styles.running} href={objectsHref(first.jobId)} title="Running verifications">
          <LoaderCircle aria-hidden size={14} />
          <span className={styles.word}>
            {verifications.length === 1 ? 'Verifying' : countOf(verifications.length, 'verification')}
          </span>
          {done !== undefined && ` ${Math.floor(done * 100)} %`}
        </AppLink>
      )}
      {downloads > 0 && (
        <AppLink className={styles.running} href={restoresHref({ state: 'running' })} title="Running downloads">
          <LoaderCircle aria-hidden size={14} />
          <span>
            {downloads}
            <span className={styles.word}> {downloads === 1 ? 'download' : 'downloads'}</span>
          </span>
        </AppLink>
      )}
    </>
  )
}
