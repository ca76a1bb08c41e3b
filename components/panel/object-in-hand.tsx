'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, PanelsTopLeft } from 'lucide-react'
import { downloadHref, objectHref } from '#lib/search-params/object.ts'
import type { ObjectsParams } from '#lib/search-params/objects.ts'
import { ChunkStrip } from '../object/chunk-strip.tsx'
import { Preview } from '../preview/preview.tsx'
import { failureIn, ReadFailure } from '../table/page.ts'
import { answered } from '../ui/answered.ts'
import { AppLink } from '../ui/app-link.tsx'
import button from '../ui/button.module.css'
import { DownloadLink } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { isActive, tasksKey, type VerificationActions, type VerificationTask } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'
import { HandFacts } from './hand-facts.tsx'
import { HandState } from './hand-state.tsx'
import type { InHand, PanelActions } from './in-hand.ts'
import { NotInThisJob } from './not-in-this-job.tsx'
import styles from './panel.module.css'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  actions: PanelActions & { verification: VerificationActions }
}

const mostRetries = 8

/** An object in short, and what can be done with it. What arrives for one that was left belongs to another key. */
export function ObjectInHand({ jobId, params, name, actions }: Props) {
  // Kept by the list of verifications above; its ends are a reason to look again.
  const { data: tasks = [] } = useQuery<VerificationTask[]>({ queryKey: tasksKey(jobId), enabled: false })
  const own = tasks.filter((task) => (task.name === null ? name.startsWith(task.prefix) : task.name === name))
  const ended = own.filter((task) => !isActive(task)).length
  const { data, error, failureReason, isError, refetch } = useQuery<InHand>({
    queryKey: ['in hand', jobId, name, ended],
    queryFn: async () => {
      const result = await answered(actions.look(jobId, name))
      if (!result.ok) throw new ReadFailure(result.error)
      return result
    },
    placeholderData: (before, query) => (query?.queryKey[2] === name ? before : undefined),
    retry: (failures, thrown) => failures < mostRetries && thrown instanceof ReadFailure && thrown.failure.retryable,
    retryDelay: (failures) => Math.min(15_000, 1000 * 2 ** failures),
  })
  const failure = failureIn(error ?? failureReason)
  const isFile = data?.object?.type === undefined || data.object.type === 'file'
  if (data && !data.object)
    return <NotInThisJob jobId={jobId} key={name} lastSeen={actions.lastSeen} name={name} params={params} />
  return (
    <>
      <div className={styles.actions}>
        {isFile && (
          <DownloadLink
            data-download
            href={downloadHref(jobId, name, data?.object?.checksum)}
            primary
            title="Every chunk is checked before its bytes leave"
          >
            <Download aria-hidden size={15} />
            Download
          </DownloadLink>
        )}
        <VerifyButton jobId={jobId} key={name} name={name} start={actions.verification.start}>
          Verify
        </VerifyButton>
        <AppLink className={button.button} href={objectHref(jobId, { name })}>
          <PanelsTopLeft aria-hidden size={15} />
          Open page
        </AppLink>
      </div>
      {!data && failure && <FailurePanel failure={failure} retry={() => void refetch()} waiting={!isError} />}
      {!data && !failure && <Loading />}
      {data?.object && (
        <>
          <HandState damage={data.damage} running={own.find(isActive)} verifiedAt={data.verifiedAt} />
          {(data.object.chunks ?? 0) > 0 && (
            <ChunkStrip
              chunks={data.chunks}
              count={data.object.chunks ?? 0}
              damaged={data.damage.map(({ index }) => index)}
              verified={data.damage.length === 0 && data.verifiedAt !== undefined}
            />
          )}
          <HandFacts object={data.object} />
          {isFile && (
            <section aria-label="Content" className={styles.content}>
              <Preview
                checksum={data.object.checksum}
                jobId={jobId}
                length={data.object.sizeIsHint ? undefined : data.object.size}
                name={name}
              />
            </section>
          )}
        </>
      )}
    </>
  )
}

function Loading() {
  return (
    <div aria-busy aria-hidden className={styles.loading}>
      {['state', 'strip', 'size', 'modified', 'stored', 'mode', 'checksum'].map((part) => (
        <span data-part={part} key={part} />
      ))}
    </div>
  )
}
