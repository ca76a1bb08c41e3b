'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { visible, withoutPlace } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Button } from '../ui/button.tsx'
import { FailurePanel } from '../ui/failure-panel.tsx'
import { answeredOrThrow, failureIn } from '../ui/read-failure.ts'
import type { FindingRow, VerificationActions, VerificationTask } from './task.ts'
import styles from './tasks.module.css'

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
    <ul aria-label="Findings" className={styles.findings}>
      {rows.map((finding) => (
        <li data-healed={finding.healed || undefined} key={finding.seq}>
          <AppLink className={styles.object} href={objectHref(task.jobId, { name: finding.object })}>
            {visible(finding.object)}
          </AppLink>
          <span className={styles.place}>{placeOf(finding)}</span>
          <span className={styles.reason}>
            {finding.healed ? 'Healed since.' : visible(withoutPlace(finding.reason))}
          </span>
          {finding.checksum !== null && (
            <AppLink className={styles.map} href={damageHref(finding.checksum)}>
              Damage map
            </AppLink>
          )}
        </li>
      ))}
      {hasNextPage && (
        <li>
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
