import { Suspense } from 'react'
import { listChunks } from '#app/actions/chunks.ts'
import { damageHits } from '#app/actions/verification.ts'
import { readBlob } from '#app/reads/blob.ts'
import { knownOfChunks, readChunks } from '#app/reads/chunks.ts'
import { readJob } from '#app/reads/job.ts'
import { readJobChoices } from '#app/reads/jobs.ts'
import { readJobsAround } from '#app/reads/jobs-around.ts'
import { readKnownDamage } from '#app/reads/known-damage.ts'
import { readLastSeen } from '#app/reads/last-seen.ts'
import { readNextObject } from '#app/reads/next-object.ts'
import { readObject } from '#app/reads/object.ts'
import { readVerifications } from '#app/reads/verification.ts'
import { requireSession } from '#app/session.ts'
import { verificationActions } from '#app/verification-actions.ts'
import { shellQuote, shorten, visible } from '#components/format/text.ts'
import { Work } from '#components/frame/work.tsx'
import { EndedJob } from '#components/jobs/ended-job.tsx'
import { BlobView } from '#components/object/blob-view.tsx'
import { chunkColumns, chunkTable } from '#components/object/chunk-columns.ts'
import { ChunkFilters } from '#components/object/chunk-filters.tsx'
import { ChunkList } from '#components/object/chunk-list.tsx'
import { DamageNotice } from '#components/object/damage-notice.tsx'
import { MetadataString } from '#components/object/metadata.tsx'
import { Neighbours } from '#components/object/neighbours.tsx'
import { NoChunks } from '#components/object/no-chunks.tsx'
import { NoObject } from '#components/object/no-object.tsx'
import type { ObjectFacts } from '#components/object/object-facts.ts'
import { ObjectHeader } from '#components/object/object-header.tsx'
import { ObjectPreview } from '#components/object/object-preview.tsx'
import { onePerCell } from '#components/object/strip.ts'
import { JobPlace } from '#components/objects/job-place.tsx'
import { JobSwitcher } from '#components/objects/job-switcher.tsx'
import { LastSeenLine } from '#components/panel/last-seen-line.tsx'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { AppLink } from '#components/ui/app-link.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { RefreshFailure } from '#components/ui/refresh-failure.tsx'
import { SkeletonFacts } from '#components/ui/skeleton-facts.tsx'
import { Twin } from '#components/ui/twin.tsx'
import { Tasks } from '#components/verification/tasks.tsx'
import { VerifyButton } from '#components/verification/verify-button.tsx'
import { folderOf } from '#lib/browse/names.ts'
import { type ChunkParams, loadObjectParams, type ObjectParams, objectHref } from '#lib/search-params/object.ts'
import { JobName } from '../job-name.tsx'

const columns =
  'grid grid-cols-[minmax(0,1fr)_400px] grid-rows-[auto_1fr] gap-x-10 gap-y-6 pt-5 max-lg:grid-cols-1 max-lg:grid-rows-none'
/** Beside the content and the chunks, whichever of them there is; a hex dump scrolls inside its box. */
const side = 'col-start-2 row-[1/span_2] grid min-w-0 content-start gap-4 *:min-w-0 max-lg:col-auto max-lg:row-auto'

type PageInput = PageProps<'/jobs/[jobId]/object'>

export default async function ObjectPage({ params, searchParams }: PageInput) {
  await requireSession()
  const jobId = decodeURIComponent((await params).jobId)
  const asked = loadObjectParams(await searchParams)
  const { name } = asked
  const folder = folderOf(name)
  return (
    <>
      <PageTitle>{name.slice(folder.length) || 'Object'}</PageTitle>
      <JobPlace folder={folder} job={<JobName jobId={jobId} />} jobId={jobId} object={name} />
      <Work>
        <Suspense fallback={<SkeletonFacts />} key={name}>
          <Body asked={asked} jobId={jobId} />
        </Suspense>
      </Work>
    </>
  )
}

async function Body({ jobId, asked }: { jobId: string; asked: ObjectParams }) {
  const { name, checksum } = asked
  if (!name) return <NoObject jobId={jobId} name="" />
  const result = await readObject(jobId, name)
  if (!result.ok && result.error.code === 'NoBackupError') return <NoBackup jobId={jobId} name={name} />
  if (!result.ok)
    return (
      <>
        <h1 className="visually-hidden">{visible(name)}</h1>
        <RefreshFailure failure={result.error} />
      </>
    )
  const { object } = result
  const choice = (
    <Suspense>
      <Choice jobId={jobId} name={name} />
    </Suspense>
  )
  if (!object)
    return (
      <NoObject choice={choice} jobId={jobId} name={name}>
        <Suspense fallback={<p>Looking at the backups around it…</p>}>
          <ObjectLastSeen jobId={jobId} name={name} />
        </Suspense>
      </NoObject>
    )
  const damage = await readKnownDamage(jobId, name, object.checksum ?? '')
  const damaged = damage.map(({ chunkIndex }) => chunkIndex)
  return (
    <>
      {damage[0] && (
        <DamageNotice
          checksum={damage.find((each) => each.checksum !== null)?.checksum ?? undefined}
          chunks={damaged}
          foundAt={Math.min(...damage.map((each) => each.foundAt))}
        />
      )}
      {checksum && checksum !== object.checksum && <Replaced checksum={checksum} jobId={jobId} name={name} />}
      <ObjectHeader choice={choice} jobId={jobId} object={object}>
        <Suspense>
          <Next jobId={jobId} name={name} />
        </Suspense>
        <VerifyButton jobId={jobId} name={name} start={verificationActions.start}>
          Verify
        </VerifyButton>
      </ObjectHeader>
      <Suspense>
        <Verification jobId={jobId} name={name} />
      </Suspense>
      <div className={`${columns} [&_h2]:mb-2`}>
        {isFile(object) && (
          <section aria-labelledby="content">
            <h2 id="content">Content</h2>
            <ObjectPreview
              checksum={object.checksum}
              jobId={jobId}
              length={object.sizeIsHint ? undefined : object.size}
              name={name}
              place={{ view: asked.view, at: asked.at, encoding: asked.encoding }}
            />
          </section>
        )}
        <aside className={side}>
          <section aria-labelledby="metadata">
            <h2 id="metadata">Metadata</h2>
            <MetadataString text={object.metadata} />
          </section>
          <Suspense>
            <BlobSection asked={asked} checksum={object.checksum} jobId={jobId} />
          </Suspense>
          <Twin
            line={`bin/thaw restore ${shellQuote(jobId)} ${shellQuote(name)} --to DIR`}
            what="Restore it from the command line"
          />
        </aside>
        <section aria-labelledby="chunks">
          <h2 id="chunks">Chunks</h2>
          {isFilterable(asked, object) && (
            <Suspense>
              <ChunkFilters params={chunkParamsOf(asked)} place={objectHref(jobId, { name })} />
            </Suspense>
          )}
          <Suspense fallback={<SkeletonTable className={chunkTable} columns={chunkColumns} label="Chunks" />}>
            <Chunks jobId={jobId} object={object} params={chunkParamsOf(asked)} />
          </Suspense>
        </section>
      </div>
    </>
  )
}

/** The job ended without a backup: what became of it, and where the name is found. */
async function NoBackup({ jobId, name }: { jobId: string; name: string }) {
  const result = await readJob(jobId)
  if (!result.ok) return <RefreshFailure failure={result.error} />
  const { job } = result
  return (
    <NoObject choice={<Choice jobId={jobId} name={name} />} ended jobId={jobId} name={name}>
      <EndedJob around={await readJobsAround(job)} job={job}>
        <Suspense>
          <ObjectLastSeen jobId={jobId} name={name} />
        </Suspense>
      </EndedJob>
    </NoObject>
  )
}

/** Folders and links have no content of their own. */
const isFile = ({ type }: ObjectFacts) => type === undefined || type === 'file'

async function ObjectLastSeen({ jobId, name }: { jobId: string; name: string }) {
  const found = await readLastSeen(jobId, name)
  return found.ok && <LastSeenLine found={found} href={(other) => objectHref(other, { name })} />
}

/** The same name in another backup of the resource. */
async function Choice({ jobId, name }: { jobId: string; name: string }) {
  const result = await readJob(jobId)
  return result.ok && <JobSwitcher current={result.job.id} jobs={await readJobChoices(result.job)} object={name} />
}

async function Next({ jobId, name }: { jobId: string; name: string }) {
  const result = await readNextObject(jobId, name)
  return <Neighbours jobId={jobId} name={name} next={result.ok ? result.next : undefined} />
}

async function Verification({ jobId, name }: { jobId: string; name: string }) {
  const tasks = await readVerifications(jobId)
  return <Tasks actions={verificationActions} jobId={jobId} known={tasks.ok ? tasks.tasks : []} name={name} />
}

const chunkParamsOf = ({ state, from, sha256 }: ObjectParams): ChunkParams => ({ state, from, sha256 })

const isFiltered = ({ state, from, sha256 }: ChunkParams) => Boolean(state || from || sha256)

/** One chunk needs no filters, unless an address has brought some. */
const isFilterable = (params: ChunkParams, { chunks = 2 }: ObjectFacts) => chunks > 1 || isFiltered(params)

async function Chunks({ jobId, object, params }: { jobId: string; object: ObjectFacts; params: ChunkParams }) {
  const { name, checksum = '' } = object
  const version = { jobId, name, checksum }
  const first = await readChunks(version, params)
  const known = await knownOfChunks(version)
  const listed = first.ok && !first.cursor && !isFiltered(params) ? first.rows.length : 0
  const count = object.chunks ?? listed
  return (
    <ChunkList
      count={count}
      damaged={onePerCell([...known.damaged], count)}
      empty={<NoChunks isUntold={first.ok && first.isUntold === true} jobId={jobId} name={name} params={params} />}
      first={first}
      key={JSON.stringify([name, checksum, params])}
      listChunks={listChunks}
      params={params}
      uses={damageHits}
      verified={known.verified}
      version={version}
    />
  )
}

async function BlobSection({
  jobId,
  asked,
  checksum,
}: {
  jobId: string
  asked: ObjectParams
  checksum?: string | undefined
}) {
  const result = await readBlob(jobId, asked.name)
  if (result.ok && !result.blob) return null
  return (
    <section aria-labelledby="blob">
      <h2 id="blob">Metadata blob</h2>
      {result.ok ? (
        result.blob && (
          <BlobView blob={result.blob} checksum={checksum} jobId={jobId} name={asked.name} view={asked.blob} />
        )
      ) : (
        <RefreshFailure failure={result.error} />
      )}
    </section>
  )
}

function Replaced({ jobId, name, checksum }: { jobId: string; name: string; checksum: string }) {
  return (
    <Notice>
      This link was made for the version with checksum <code>{shorten(checksum)}</code>. The job now has another one,
      which is shown here. <AppLink href={objectHref(jobId, { name })}>Go on with this one</AppLink>
    </Notice>
  )
}
