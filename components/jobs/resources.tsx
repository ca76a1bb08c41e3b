import { CircleCheck, CircleDashed, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import { isSample, type ResourceRow, resourceVerdict } from '#lib/jobs/resources.ts'
import { jobsHref } from '#lib/search-params/jobs.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { formatCount } from '../format/size.ts'
import { visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Badge } from '../ui/badge.tsx'
import { nameLink, plainLink } from '../ui/link-looks.ts'
import { Size, Unknown } from '../ui/size.tsx'
import { VerificationMark } from '../verification/verification-mark.tsx'
import type { JobRow } from './job-row.ts'
import { phoneRow, ResourceCell, ResourceHead, resourceColumns } from './resource-cell.tsx'

const shown = 8

const table = 'w-full table-fixed max-sm:block max-sm:[&>tbody]:block'
const unseenHead = 'max-sm:absolute max-sm:size-px max-sm:overflow-hidden max-sm:[clip-path:inset(50%)]'

/** A row a resource: whether there is a good backup, how old it is, and what happened since. */
export function Resources({ resources }: { resources: ResourceRow<JobRow>[] }) {
  const rest = resources.slice(shown)
  return (
    <>
      <table aria-label="Resources" className={table}>
        <Head />
        <tbody>
          {resources.slice(0, shown).map((row) => (
            <Resource key={`${row.vault} ${row.arn}`} row={row} />
          ))}
        </tbody>
      </table>
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer py-2 text-accent">{formatCount(rest.length)} more</summary>
          <table aria-label="More resources" className={table}>
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
    <table aria-busy aria-label="Resources" className={table}>
      <Head />
      <tbody>
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without content never move
          <tr aria-hidden className={phoneRow} key={index}>
            {resourceColumns.map((column) => (
              <ResourceCell column={column} key={column}>
                <span className="inline-block h-2.5 w-3/5 rounded-sm bg-skeleton" />
              </ResourceCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Head() {
  return (
    <thead className={unseenHead}>
      <tr>
        <ResourceHead column="verdict">Backup</ResourceHead>
        <ResourceHead column="resource">Resource</ResourceHead>
        <ResourceHead column="vault">Vault</ResourceHead>
        <ResourceHead column="good">Newest good backup</ResourceHead>
        <ResourceHead column="since">Since then</ResourceHead>
        <ResourceHead column="objects">Objects</ResourceHead>
        <ResourceHead column="size">Size</ResourceHead>
      </tr>
    </thead>
  )
}

function Resource({ row }: { row: ResourceRow<JobRow> }) {
  const { good, damaged, unconfirmed } = row
  const told = good ?? damaged ?? unconfirmed
  return (
    <tr className={`hover:bg-hover ${phoneRow}`}>
      <ResourceCell column="verdict">
        <VerdictBadge row={row} />
      </ResourceCell>
      <ResourceCell column="resource">
        <AppLink className={nameLink} href={jobsHref({ resource: row.arn, vault: row.vault ?? null })}>
          {visible(row.resource)}
        </AppLink>
      </ResourceCell>
      <ResourceCell column="vault">{row.vault ?? <Unknown />}</ResourceCell>
      <ResourceCell column="good" data-none={damaged || unconfirmed ? true : undefined}>
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
            {/* What stands beside the times is in one line down the table. */}
            <AppLink className={`${plainLink} mr-2 inline-block min-w-25 max-sm:min-w-0`} href={objectsHref(good.id)}>
              <Time at={good.created} />
            </AppLink>
            <VerificationMark alone job={good} />
          </>
        )}
      </ResourceCell>
      <ResourceCell column="since">
        <Since row={row} />
      </ResourceCell>
      <ResourceCell column="objects">
        {told?.objects === undefined ? <Unknown /> : formatCount(told.objects)}
      </ResourceCell>
      <ResourceCell column="size">
        <Size bytes={told?.size} />
      </ResourceCell>
    </tr>
  )
}

function VerdictBadge({ row }: { row: ResourceRow<JobRow> }) {
  const size = 15
  if (isSample(row))
    return (
      <Badge
        icon={<CircleDashed aria-hidden size={size} />}
        title="Made to look at, with made-up dates. No alarm ever comes from it."
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
  if (!damaged && !unconfirmed && !failed && !stopped && !running)
    return (
      <span className="text-faint" data-nothing>
        –
      </span>
    )
  return (
    <span className="flex gap-3 *:min-w-0 *:truncate">
      {damaged?.created !== undefined && (
        <AppLink className={`${plainLink} text-danger`} href={objectsHref(damaged.id)}>
          damaged, begun <Time at={damaged.created} />
        </AppLink>
      )}
      {unconfirmed?.created !== undefined && (
        <AppLink
          className={`${plainLink} max-w-75 text-warn`}
          href={objectsHref(unconfirmed.id)}
          title={visible(unconfirmed.warning ?? '')}
        >
          {visible(unconfirmed.warning ?? '')}, begun <Time at={unconfirmed.created} />
        </AppLink>
      )}
      {failed?.created !== undefined && (
        <AppLink className={`${plainLink} text-warn`} href={objectsHref(failed.id)}>
          failed <Time at={failed.created} />
        </AppLink>
      )}
      {stopped?.created !== undefined && (
        <AppLink className={plainLink} href={objectsHref(stopped.id)}>
          stopped <Time at={stopped.created} />
        </AppLink>
      )}
      {running?.created !== undefined && (
        <AppLink className={`${plainLink} text-accent`} href={objectsHref(running.id)}>
          running, begun <Time at={running.created} />
        </AppLink>
      )}
    </span>
  )
}
