import { shorten, visible } from '../format/text.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { plainLink } from '../ui/link-looks.ts'
import type { KnownJob } from './known-job.ts'

const shape = 'inline-flex min-w-0 max-w-full gap-1.5 align-bottom [&>time]:flex-none'

/** A job by its resource and when it began, the id in the tooltip; by its shortened id where no more is known. */
export function ToldJob({ job: { id, resource, created }, href }: { job: KnownJob; href: string }) {
  return (
    <AppLink className={`${shape} ${plainLink}`} href={href} title={`Job ${id}`}>
      {resource ? (
        <span className="isolate-text overflow-hidden text-ellipsis">{visible(resource)}</span>
      ) : (
        <code>{shorten(id, 8, 4)}</code>
      )}
      {created !== undefined && <Time at={created} />}
    </AppLink>
  )
}
