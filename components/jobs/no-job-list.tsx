import { objectsHref } from '#lib/search-params/objects.ts'
import { AppLink } from '../ui/app-link.tsx'
import { accentLink } from '../ui/link-looks.ts'

/** What is left where an endpoint does not list its jobs: a job by its id, and those opened before. */
export function NoJobList({ remembered }: { remembered: string[] }) {
  return (
    <div className="grid gap-1">
      <p>A job can still be opened by its id, above.</p>
      {remembered.length > 0 && (
        <>
          <p className="mt-2 text-muted text-sm">Opened here before</p>
          <ul>
            {remembered.map((id) => (
              <li key={id}>
                <AppLink className={`${accentLink} wrap-anywhere font-mono text-sm leading-7`} href={objectsHref(id)}>
                  {id}
                </AppLink>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
