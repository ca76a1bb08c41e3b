import styles from '#components/frame/page-message.module.css'
import { Work } from '#components/frame/work.tsx'
import { AppLink } from '#components/ui/app-link.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'

export default function NotFoundPage() {
  return (
    <Work className={styles.page}>
      <PageTitle>Not found</PageTitle>
      <h1 className={styles.title}>There is no such page</h1>
      <p className={styles.text}>
        The address leads nowhere in this dashboard. Jobs, folders and objects begin at the list of jobs.
      </p>
      <AppLink className={styles.link} href="/jobs">
        All jobs
      </AppLink>
    </Work>
  )
}
