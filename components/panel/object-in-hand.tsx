'use client'

import { Download, PanelsTopLeft } from 'lucide-react'
import { downloadHref, objectHref } from '#lib/search-params/object.ts'
import type { ObjectsParams } from '#lib/search-params/objects.ts'
import { ChunkStrip } from '../object/chunk-strip.tsx'
import { Preview } from '../preview/preview.tsx'
import { DownloadLink, LinkButton } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import type { VerificationActions } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'
import { Actions } from './actions.tsx'
import { HandFacts } from './hand-facts.tsx'
import { HandState } from './hand-state.tsx'
import type { PanelActions } from './in-hand.ts'
import { Loading } from './loading.tsx'
import { NotInThisJob } from './not-in-this-job.tsx'
import { useLook } from './use-look.ts'
import { useTasks } from './use-tasks.ts'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  actions: PanelActions & { verification: VerificationActions }
}

const parts = ['state', 'strip', 'size', 'modified', 'stored', 'mode', 'checksum']

/** An object in short, and what can be done with it. What arrives for one that was left belongs to another key. */
export function ObjectInHand({ jobId, params, name, actions }: Props) {
  const { running, ended } = useTasks(jobId, (task) =>
    task.name === null ? name.startsWith(task.prefix) : task.name === name,
  )
  const { data, failure } = useLook(['in hand', jobId, name, ended], () => actions.look(jobId, name))
  const isFile = data?.object?.type === undefined || data.object.type === 'file'
  if (data && !data.object)
    return <NotInThisJob jobId={jobId} key={name} lastSeen={actions.lastSeen} name={name} params={params} />
  return (
    <>
      <Actions>
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
        <LinkButton href={objectHref(jobId, { name })}>
          <PanelsTopLeft aria-hidden size={15} />
          Open page
        </LinkButton>
      </Actions>
      {failure && <FailurePanel {...failure} />}
      {!data && !failure && <Loading parts={parts} />}
      {data?.object && (
        <>
          <HandState
            damage={data.damage}
            recordsLost={data.recordsLost}
            running={running}
            verifiedAt={data.verifiedAt}
          />
          {(data.object.chunks ?? 0) > 0 && (
            <div className="mt-2 mb-4">
              <ChunkStrip
                chunks={data.chunks}
                count={data.object.chunks ?? 0}
                damaged={data.damage.map(({ index }) => index)}
                verified={data.damage.length === 0 && data.verifiedAt !== undefined}
              />
            </div>
          )}
          <HandFacts object={data.object} />
          {isFile && (
            <section aria-label="Content">
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
