import { sampleVault } from '#lib/jobs/resources.ts'
import type { JobRow } from '../jobs/job-row.ts'
import { Notice } from '../ui/notice.tsx'

/** Whether it is the sample whose stored bytes were changed behind the service's back. */
export function isDamagedSample({ vault, resource }: Pick<JobRow, 'vault' | 'resource'>): boolean {
  return vault === sampleVault && resource.includes('damaged-on-purpose')
}

/** The way to see what damage looks like, before anyone has read the sample. */
export function DamagedSample() {
  return (
    <div className="pt-3 *:mb-0">
      <Notice>
        One bit of this sample was changed in the store on purpose. Press <strong>Verify all</strong> to see how damage
        is found and what it hits, or download the file to see it broken off rather than end damaged.
      </Notice>
    </div>
  )
}
