'use client'

import { objectHref } from '#lib/search-params/object.ts'
import { formatCount } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { ToldJob } from '../jobs/told-job.tsx'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Empty } from '../ui/empty.tsx'
import { damageColumns } from './damage-columns.ts'
import type { DamageRow } from './damage-row.ts'
import styles from './damage-table.module.css'

interface Props {
  checksum: string
  first: PageResult<DamageRow, string>
  damageMap: (checksum: string, cursor: string | undefined) => ReturnType<ReadPage<DamageRow, string>>
}

/** Every object that has the chunk, the jobs that show it, and where the newest version without damage is. */
export function DamageTable({ checksum, first, damageMap }: Props) {
  return (
    <VirtualTable
      cells={(hit) => <HitCells hit={hit} />}
      className={styles.table}
      columns={damageColumns}
      empty={<Empty title="No object has this chunk">No job shows anything that is made of it.</Empty>}
      first={first}
      label="What the chunk hits"
      name={['damage', checksum]}
      noun={['object', 'objects']}
      read={(cursor) => damageMap(checksum, cursor)}
      rowKey={(hit) => `${hit.name} ${hit.checksum}`}
    />
  )
}

function HitCells({ hit }: { hit: DamageRow }) {
  const { name, checksum, chunkIndex, count, jobIds, jobs, jobCount, intact } = hit
  const [newest, ...others] = jobIds
  const shown = <span className={styles.name}>{visible(name)}</span>
  return (
    <Cells
      columns={damageColumns}
      of={{
        object:
          newest === undefined ? (
            shown
          ) : (
            <AppLink data-row href={objectHref(newest, { name, checksum })} title={visible(name)}>
              {shown}
            </AppLink>
          ),
        chunk: (
          <>
            {chunkIndex < 0 ? 'its description' : formatCount(chunkIndex)}
            {count > 1 && `, ${formatCount(count)} times`}
          </>
        ),
        jobs: (
          <>
            {jobs.map((job) => (
              <ToldJob href={objectHref(job.id, { name, checksum })} job={job} key={job.id} />
            ))}
            {jobCount > jobs.length && (
              <span title={others.slice(1).join(', ')}>and {formatCount(jobCount - jobs.length)} more</span>
            )}
          </>
        ),
        intact: intact ? (
          <AppLink className={styles.link} href={objectHref(intact.jobId, { name, checksum: intact.checksum })}>
            {intact.createdAt === undefined ? shorten(intact.jobId, 8, 4) : <Time at={intact.createdAt} />}
          </AppLink>
        ) : (
          'None known'
        ),
      }}
    />
  )
}
