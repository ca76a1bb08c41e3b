'use client'

import { objectHref } from '#lib/search-params/object.ts'
import { formatCount } from '../format/size.ts'
import { ToldJob } from '../jobs/told-job.tsx'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { damageColumns, damageTable } from './damage-columns.ts'
import type { DamageRow } from './damage-row.ts'
import { HitObject, IntactVersion } from './hit-cells.tsx'

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
      className={damageTable.table}
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
  return (
    <Cells
      columns={damageColumns}
      of={{
        object: <HitObject checksum={checksum} jobId={newest} name={name} />,
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
        intact: <IntactVersion intact={intact} name={name} />,
      }}
    />
  )
}
