import { CircleCheck, CircleDashed, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import { isSample, type ResourceRow, resourceVerdict } from '#lib/jobs/resources.ts'
import { jobsHref } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Badge } from '../ui/badge.tsx'
import { Size, Unknown } from '../ui/size.tsx'
import { VerificationMark } from '../verification/verification-mark.tsx'
import type { JobRow } from './job-row.ts'
import styles from './resources.module.css'

const shown = 8

/** A row a resource: whether there is a good backup, how old it is, and what happened since. */
export function Resources({ resources }: { resources: ResourceRow<JobRow>[] }) {
  const rest = resources.slice(shown)
  return (
    <>
      <table aria-label="Resources" className={styles.table}>
        <Head />
        <tbody>
          {resources.slice(0, shown).map((row) => (
            <Resource key={`${row.vault} ${row.arn}`} row={row} />
          ))}
        </tbody>
      </table>
      {rest.length > 0 && (
        <details className={styles.rest}>
          <summary>{formatCount(rest.length)} more</summary>
          <table aria-label="More resources" className={styles.table}>
            <tbody>
              {rest.map((row) => (
                <Resource key={`${row.vault} ${row.arn}`} row={row} />
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  )
}

/** The same on its way, in its final shape. */
export function ResourcesSkeleton({ rows }: { rows: number }) {
  return (
    <table aria-busy aria-label="Resources" className={styles.table}>
      <Head />
      <tbody>
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
          <tr aria-hidden key={index}>
            {columns.map((column) => (
              <td
                data-align={column === 'objects' || column === 'size' ? 'right' : undefined}
                data-column={column}
                key={column}
              >
                <span className={styles.bone} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const columns = ['verdict', 'resource', 'vault', 'good', 'since', 'objects', 'size']

function Head() {
  return (
    <thead>
      <tr>
        <th data-column="verdict" scope="col">
          Backup
        </th>
        <th scope="col">Resource</th>
        <th data-column="vault" scope="col">
          Vault
        </th>
        <th data-column="good" scope="col">
          Newest good backup
        </th>
        <th data-column="since" scope="col">
          Since then
        </th>
        <th data-align="right" data-column="objects" scope="col">
          Objects
        </th>
        <th data-align="right" data-column="size" scope="col">
          Size
        </th>
      </tr>
    </thead>
  )
}

function Resource({ row }: { row: ResourceRow<JobRow> }) {
  const { good, damaged, unconfirmed } = row
  const told = good ?? damaged ?? unconfirmed
  return (
    <tr>
      <td data-column="verdict">
        <VerdictBadge row={row} />
      </td>
      <td data-column="resource">
        <AppLink className={styles.resource} href={jobsHref({ resource: row.arn, vault: row.vault ?? null })}>
          {visible(row.resource)}
        </AppLink>
      </td>
      <td data-column="vault">{row.vault ?? <Unknown />}</td>
      <td data-column="good" data-none={damaged || unconfirmed ? true : undefined}>
        {good?.created === undefined ? (
          damaged || unconfirmed ? (
            <span title="Every backup of it is known to be damaged, or carries a warning that nobody has confirmed">
              None
            </span>
          ) : (
            <Unknown why="No backup of it has completed" />
          )
        ) : (
          <>
            <AppLink className={styles.link} href={objectsHref(good.id)}>
              <Time at={good.created} />
            </AppLink>
            <VerificationMark alone job={good} />
          </>
        )}
      </td>
      <td data-column="since">
        <Since row={row} />
      </td>
      <td data-align="right" data-column="objects">
        {told?.objects === undefined ? <Unknown /> : formatCount(told.objects)}
      </td>
      <td data-align="right" data-column="size">
        <Size bytes={told?.size} />
      </td>
    </tr>
  )
}

function VerdictBadge({ row }: { row: ResourceRow<JobRow> }) {
  const size = 15
  if (isSample(row))
    return (
      <Badge
        icon={<CircleDashed aria-hidden size={size} />}
        title="Made to look at. No alarm ever comes from it."
        tone="plain"
      >
        Sample
      </Badge>
    )
  switch (resourceVerdict(row)) {
    case 'protected':
      return (
        <Badge icon={<CircleCheck aria-hidden size={size} />} title="Its newest job completed." tone="plain">
          Backed up
        </Badge>
      )
    case 'damaged':
      return (
        <Badge
          icon={<TriangleAlert aria-hidden size={size} />}
          title={`Its newest backup is known to be damaged. ${row.good ? 'An older one is good.' : 'There is no good one.'}`}
          tone="danger"
        >
          Damaged
        </Badge>
      )
    case 'unconfirmed':
      return (
        <Badge
          icon={<TriangleAlert aria-hidden size={size} />}
          title={`Its newest backup needs a look: ${row.unconfirmed?.warning ?? ''}`}
          tone="warn"
        >
          Needs a look
        </Badge>
      )
    case 'stopped-since':
      return (
        <Badge
          icon={<CircleCheck aria-hidden size={size} />}
          title="There is a good backup. A newer job was stopped by somebody."
          tone="plain"
        >
          Backed up
        </Badge>
      )
    case 'failed-since':
      return (
        <Badge
          icon={<TriangleAlert aria-hidden size={size} />}
          title="There is a good backup, but newer jobs failed."
          tone="warn"
        >
          Failing
        </Badge>
      )
    case 'first-running':
      return (
        <Badge icon={<LoaderCircle aria-hidden size={size} />} title="Its first backup is running." tone="accent">
          First backup
        </Badge>
      )
    case 'never':
      return (
        <Badge icon={<CircleX aria-hidden size={size} />} title="No backup of it has ever completed." tone="danger">
          No backup
        </Badge>
      )
  }
}

function Since({ row: { damaged, unconfirmed, failed, stopped, running } }: { row: ResourceRow<JobRow> }) {
  if (!damaged && !unconfirmed && !failed && !stopped && !running) return <span className={styles.quiet}>–</span>
  return (
    <span className={styles.since}>
      {damaged?.created !== undefined && (
        <AppLink className={`${styles.link} ${styles.damaged}`} href={objectsHref(damaged.id)}>
          damaged, begun <Time at={damaged.created} />
        </AppLink>
      )}
      {unconfirmed?.created !== undefined && (
        <AppLink
          className={`${styles.link} ${styles.unconfirmed}`}
          href={objectsHref(unconfirmed.id)}
          title={visible(unconfirmed.warning ?? '')}
        >
          {visible(unconfirmed.warning ?? '')}, begun <Time at={unconfirmed.created} />
        </AppLink>
      )}
      {failed?.created !== undefined && (
        <AppLink className={`${styles.link} ${styles.failed}`} href={objectsHref(failed.id)}>
          failed <Time at={failed.created} />
        </AppLink>
      )}
      {stopped?.created !== undefined && (
        <AppLink className={styles.link} href={objectsHref(stopped.id)}>
          stopped <Time at={stopped.created} />
        </AppLink>
      )}
      {running?.created !== undefined && (
        <AppLink className={`${styles.link} ${styles.running}`} href={objectsHref(running.id)}>
          running, begun <Time at={running.created} />
        </AppLink>
      )}
    </span>
  )
}
