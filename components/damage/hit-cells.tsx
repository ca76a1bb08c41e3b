import { objectHref } from '#lib/search-params/object.ts'
import type { DamageHit } from '#lib/verification/damage.ts'
import { shorten, visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { accentLink } from '../ui/link-looks.ts'

/** An object that damage hits, as it is in a job; without a link where no job shows it any more. */
export function HitObject({ name, checksum, jobId }: { name: string; checksum: string; jobId: string | undefined }) {
  const look = 'isolate-text font-medium'
  if (jobId === undefined) return <span className={look}>{visible(name)}</span>
  return (
    <AppLink
      className={`${look} hover:underline hover:underline-offset-3`}
      data-row
      href={objectHref(jobId, { name, checksum })}
      title={visible(name)}
    >
      {visible(name)}
    </AppLink>
  )
}

/** The newest version of an object that has no damage. */
export function IntactVersion({ name, intact }: { name: string; intact: DamageHit['intact'] }) {
  if (!intact) return 'None known'
  return (
    <AppLink className={accentLink} href={objectHref(intact.jobId, { name, checksum: intact.checksum })}>
      {intact.createdAt === undefined ? shorten(intact.jobId, 8, 4) : <Time at={intact.createdAt} />}
    </AppLink>
  )
}
