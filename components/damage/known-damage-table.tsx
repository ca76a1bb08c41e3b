'use client'

import { damageHref } from '#lib/search-params/damage.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { countOf, formatCount } from '../format/size.ts'
import { visible, withoutPlace } from '../format/text.ts'
import { ToldJob } from '../jobs/told-job.tsx'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'
import { accentLink } from '../ui/link-looks.ts'
import { knownDamageColumns, knownDamageTable } from './damage-columns.ts'
import { HitObject, IntactVersion } from './hit-cells.tsx'
import type { KnownDamageCursor, KnownDamageRow } from './known-damage-row.ts'

interface Props {
  first: PageResult<KnownDamageRow, KnownDamageCursor>
  knownDamage: (cursor: KnownDamageCursor | undefined) => ReturnType<ReadPage<KnownDamageRow, KnownDamageCursor>>
}

/** All damage that is known, a row a chunk: what it hits first, since when that is known, and where it is intact. */
export function KnownDamageTable({ first, knownDamage }: Props) {
  return (
    <VirtualTable
      cells={(row) => <DamageCells row={row} />}
      className={knownDamageTable.table}
      columns={knownDamageColumns}
      empty={
        <Empty title="No damage is known">
          Damage shows when something is read: by a verification, a download or a restore. What was never verified may
          be damaged without anybody knowing. <AppLink href="/jobs">All jobs</AppLink> say how much of each was
          verified.
        </Empty>
      }
      first={first}
      label="Known damage"
      name={['known damage']}
      noun={['damaged chunk', 'damaged chunks']}
      read={knownDamage}
      rowKey={(row) => `${row.checksum} ${row.objectChecksum}`}
    />
  )
}

function DamageCells({ row }: { row: KnownDamageRow }) {
  const { object, objectChecksum, checksum, chunkIndex, foundAt, reason, objects, more, jobs, jobCount, intact } = row
  const [newest] = jobs
  return (
    <Cells
      columns={knownDamageColumns}
      of={{
        object: (
          <>
            <HitObject checksum={objectChecksum} jobId={newest?.id} name={object} />
            <span className="pl-2 text-muted">
              {placeOf(chunkIndex)}
              {objects > 1 && `, and ${countOf(objects - 1, 'other object')}${more ? ' or more' : ''}`}
            </span>
          </>
        ),
        jobs:
          newest === undefined ? (
            'No job shows it any more'
          ) : (
            <>
              <ToldJob href={objectHref(newest.id, { name: object, checksum: objectChecksum })} job={newest} />
              {jobCount > 1 && <span> and {formatCount(jobCount - 1)} more</span>}
            </>
          ),
        since: <Time at={foundAt} />,
        found: <span title={visible(reason)}>{visible(withoutPlace(reason))}</span>,
        intact: <IntactVersion intact={intact} name={object} />,
        map: checksum !== null && (
          <AppLink className={accentLink} href={damageHref(checksum)} title={`What the chunk ${checksum} hits`}>
            Map
          </AppLink>
        ),
      }}
    />
  )
}

function placeOf(chunkIndex: number): string {
  if (chunkIndex === -1) return 'its list of chunks'
  return chunkIndex < 0 ? 'its metadata' : `chunk ${formatCount(chunkIndex)}`
}
