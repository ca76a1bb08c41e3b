import { shorten, visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import type { KnownJob } from './known-job.ts'
import styles from './told-job.module.css'

/** A job by its resource and when it began, the id in the tooltip; by its shortened id where no more is known. */
export function ToldJob({ job: { id, resource, created }, href }: { job: KnownJob; href: string }) {
  return (
    <AppLink className={styles.job} href={href} title={`Job ${id}`}>
      {resource ? <span className={styles.resource}>{visible(resource)}</span> : <code>{shorten(id, 8, 4)}</code>}
      {created !== undefined && <Time at={created} />}
    </AppLink>
  )
}
