import { objectsHref } from '#lib/search-params/objects.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './no-job-list.module.css'

/** What is left where an endpoint does not list its jobs: a job by its id, and those opened before. */
export function NoJobList({ remembered }: { remembered: string[] }) {
  return (
    <div className={styles.box}>
      <p>A job can still be opened by its id, above.</p>
      {remembered.length > 0 && (
        <>
          <p className={styles.label}>Opened here before</p>
          <ul>
            {remembered.map((id) => (
              <li key={id}>
                <AppLink className={styles.id} href={objectsHref(id)}>
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
