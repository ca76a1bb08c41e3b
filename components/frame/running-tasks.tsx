'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LoaderCircle } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { restoresHref } from '#lib/search-params/restores.ts'
import { begunFrom, settled, slack } from '../downloads/begun.ts'
import { noteBegun, useBegun } from '../downloads/use-begun.ts'
import { countOf } from '../format/size.ts'
import { type Asked, answered } from '../ui/answered.ts'
import { AppLink } from '../ui/app-link.tsx'
import { hasEarly, takeEarly } from '../ui/early.ts'
import { doneOf, tasksKey, type VerificationTask } from '../verification/task.ts'

const soon = 700

const shape =
  'flex h-8 items-center gap-1.5 whitespace-nowrap rounded-md bg-accent-soft px-2.5 font-medium text-accent text-md motion-safe:[&>svg]:animate-spin'
const word = 'max-sm:hidden'

/** What runs at this moment. */
export interface Running {
  verifications: VerificationTask[]
  downloads: number
  /** The server's clock; milliseconds since 1970. */
  now: number
  /** Of downloads that browsers began since what was asked for, newest first. */
  records?: ReceiptView[]
}

interface Props {
  known: Running
  look: (since?: number) => Asked<{ running: Running }>
}

/**
 * What runs, in the top bar: asked for every second only while something does. A download tells the page nothing: those
 * begun here are followed by their records.
 */
export function RunningTasks({ known, look }: Props) {
  const router = useRouter()
  const begun = useBegun()
  const awaited = begun.filter((each) => !each.broken)
  const { data } = useQuery({
    queryKey: tasksKey(),
    queryFn: async () => {
      const since = awaited.length > 0 ? Math.min(...awaited.map(({ at }) => at)) - slack : undefined
      const answer = await answered(look(since))
      return answer.ok ? answer.running : { verifications: [], downloads: 0, now: Date.now() }
    },
    initialData: known,
    staleTime: Number.POSITIVE_INFINITY, // what came with the page is not asked for again
    refetchOnMount: awaited.length > 0 && 'always',
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data.verifications.length + state.data.downloads + awaited.length > 0 && 1000,
  })
  useEffect(() => {
    const { records, now } = data
    if (records) noteBegun((before) => settled(before, records, now))
  }, [data])
  // What broke it off is known as damage from then on, and the server renders that.
  const broken = begun.length - awaited.length
  const before = useRef(broken)
  useEffect(() => {
    if (broken > before.current) router.refresh()
    before.current = broken
  }, [broken, router])
  const client = useQueryClient()
  useEffect(() => {
    function begin(link: HTMLAnchorElement) {
      const at = takeEarly(link, Date.now())
      const running = client.getQueryData<Running>(tasksKey())
      const behind = running ? running.now - (client.getQueryState(tasksKey())?.dataUpdatedAt ?? running.now) : 0
      const download = begunFrom(link.href, at + behind)
      if (download) noteBegun((others) => [...others, download])
      // What the browser was given runs a moment later.
      setTimeout(() => void client.invalidateQueries({ queryKey: tasksKey(), exact: true }), soon)
    }
    function onClick({ target }: MouseEvent) {
      const link = (target as Element).closest<HTMLAnchorElement>('a[download]')
      if (link) begin(link)
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[download]')) if (hasEarly(link)) begin(link)
    document.addEventListener('click', onClick)
    return () => document.removeEventListener('click', onClick)
  }, [client])
  const { verifications, downloads } = data
  const [first] = verifications
  const done = first && doneOf(first)
  return (
    <>
      {first && (
        <AppLink className={shape} href={objectsHref(first.jobId)} title="Running verifications">
          <LoaderCircle aria-hidden size={14} />
          <span className={word}>
            {verifications.length === 1 ? 'Verifying' : countOf(verifications.length, 'verification')}
          </span>
          {done !== undefined && ` ${Math.floor(done * 100)} %`}
        </AppLink>
      )}
      {downloads > 0 && (
        <AppLink
          className={first ? `${shape} max-sm:ml-1` : shape}
          href={restoresHref({ state: 'running' })}
          title="Running downloads"
        >
          <LoaderCircle aria-hidden size={14} />
          <span>
            {downloads}
            <span className={word}> {downloads === 1 ? 'download' : 'downloads'}</span>
          </span>
        </AppLink>
      )}
    </>
  )
}
