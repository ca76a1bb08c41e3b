'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { visible, withoutPlace } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { nameLink } from '../ui/link-looks.ts'
import { answeredOrThrow, failureIn } from '../ui/read-failure.ts'
import type { FindingRow, VerificationActions, VerificationTask } from './task.ts'

const box =
  'max-h-70 divide-y divide-border overflow-auto rounded-md border border-border border-l-3 border-l-danger bg-surface'
const line = 'flex flex-wrap gap-x-4 gap-y-1 px-3 py-2 leading-6'

/** What a verification found so far; each leads to all that its chunk hits. */
export function Findings({ task, findings }: { task: VerificationTask; findings: VerificationActions['findings'] }) {
  const { data, error, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['findings', task.id, task.found, task.open],
    queryFn: ({ pageParam }) => answeredOrThrow(findings(task.id, pageParam)),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.more ? last.cursor : undefined),
    placeholderData: (before) => before,
  })
  const failure = failureIn(error)
  if (failure) return <FailurePanel failure={failure} retry={() => void refetch()} />
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  if (rows.length === 0) return null
  return (
    <ul aria-label="Findings" className={box}>
      {rows.map((finding) => (
        <li className={line} key={finding.seq}>
          <AppLink className={`${nameLink} wrap-anywhere`} href={objectHref(task.jobId, { name: finding.object })}>
            {visible(finding.object)}
          </AppLink>
          <span className="text-muted">{placeOf(finding)}</span>
          <span className="wrap-anywhere flex-[1_1_240px] text-muted">
            {finding.healed ? 'Healed since.' : visible(withoutPlace(finding.reason))}
          </span>
          {finding.checksum !== null && (
            <AppLink
              className="font-medium text-accent underline underline-offset-3"
              href={damageHref(finding.checksum)}
            >
              Damage map
            </AppLink>
          )}
        </li>
      ))}
      {hasNextPage && (
        <li className={line}>
          <Button onClick={() => void fetchNextPage()}>Show more</Button>
        </li>
      )}
    </ul>
  )
}

function placeOf({ chunkIndex, chunkOffset }: FindingRow): string {
  if (chunkIndex === -1) return 'its list of chunks'
  if (chunkIndex === -2) return 'its metadata'
  const at = chunkOffset ? `, ${exactBytes(chunkOffset)} from the beginning` : ''
  return `chunk ${formatCount(chunkIndex)}${at}`
}
