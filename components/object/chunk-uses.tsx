'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import type { DamagePage } from '#lib/verification/damage.ts'
import type { DamageRow } from '../damage/damage-row.ts'
import { HitObject } from '../damage/hit-cells.tsx'
import { exactBytes, formatCount } from '../format/size.ts'
import { ToldJob } from '../jobs/told-job.tsx'
import type { Page } from '../table/page.ts'
import type { Asked } from '../ui/answered.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { accentLink } from '../ui/link-looks.ts'
import { Modal } from '../ui/modal.tsx'
import { answeredOrThrow, failureIn } from '../ui/read-failure.ts'
import type { ChunkRow } from './chunk-row.ts'
import { ChecksumRow, FactRow, FactRows } from './fact-rows.tsx'

export interface ChunkUsesProps {
  chunk: ChunkRow
  /** The version whose list the chunk was found in. `checksum`: its SUMMARY. */
  version: { jobId: string; name: string; checksum: string }
  uses: (checksum: string, cursor: string | undefined) => Asked<Page<DamageRow, string> & Pick<DamagePage, 'from'>>
  onClose: () => void
}

/** What else has a chunk, newest first. */
export default function ChunkUses({ chunk, version, uses, onClose }: ChunkUsesProps) {
  const { index, offset, length, checksum } = chunk
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['chunk-uses', checksum],
    queryFn: ({ pageParam }) => answeredOrThrow(uses(checksum, pageParam)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
  })
  const failure = failureIn(error)
  const isTold = data?.pages[0]?.from !== 'ledger'
  const others = (data?.pages ?? [])
    .flatMap(({ rows }) => rows)
    .filter(
      (use) => !(use.name === version.name && use.checksum === version.checksum && use.jobIds.includes(version.jobId)),
    )
  const isLooking = others.length === 0 && !failure && (isFetching || hasNextPage)
  // A page may be empty where the store has very many objects.
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage()
  }, [isLooking, isFetching, fetchNextPage])

  return (
    <Modal onClose={onClose} title={`What else has chunk ${formatCount(index)}`}>
      <FactRows>
        <FactRow label="Bytes">
          {formatCount(offset)} to {formatCount(offset + length - 1)}
        </FactRow>
        <FactRow label="Length">{exactBytes(length)}</FactRow>
        <ChecksumRow of={`chunk ${index}`} text={checksum} />
      </FactRows>
      {failure && <FailurePanel failure={failure} retry={() => void refetch()} />}
      <p className="text-muted empty:hidden" role="status">
        {isLooking && 'Looking through the store…'}
        {!isLooking &&
          !failure &&
          others.length === 0 &&
          (isTold ? 'Nothing else has it any more.' : 'This endpoint does not tell what has it.')}
      </p>
      <ul className="divide-y divide-border">
        {others.map((use) => (
          <Use key={`${use.name} ${use.checksum} ${use.chunkIndex}`} use={use} />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-4">
        {others.length > 0 && hasNextPage && (
          <Button onClick={() => void fetchNextPage()}>{isFetching ? 'Looking…' : 'Show more'}</Button>
        )}
        {chunk.state === 'damaged' && (
          <AppLink className={accentLink} href={damageHref(checksum)}>
            Damage map
          </AppLink>
        )}
      </div>
    </Modal>
  )
}

function Use({ use: { name, checksum, chunkIndex, count, jobs, jobIds, jobCount } }: { use: DamageRow }) {
  const place = chunkIndex < 0 ? 'its metadata blob' : `chunk ${formatCount(chunkIndex)}`
  return (
    <li className="grid gap-0.5 py-2">
      <span className="wrap-anywhere">
        <HitObject checksum={checksum} jobId={jobIds[0]} name={name} />{' '}
        <span className="text-muted">
          {place}
          {count > 1 && `, ${formatCount(count)} times`}
        </span>
      </span>
      <span className="flex flex-wrap gap-x-3 text-muted text-sm">
        {jobs.map((job) => (
          <ToldJob href={objectHref(job.id, { name, checksum })} job={job} key={job.id} />
        ))}
        {jobCount > jobs.length && <span>and {formatCount(jobCount - jobs.length)} more</span>}
      </span>
    </li>
  )
}
