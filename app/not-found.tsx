import type { Metadata } from 'next'
import styles from '#components/frame/page-message.module.css'
import { AppLink } from '#components/ui/app-link.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFoundPage() {
  return (
    <main className={styles.page} id="work">
      <h1 className={styles.title}>There is no such page</h1>
      <p className={styles.text}>
        The address leads nowhere in this dashboard. Jobs, folders and objects begin at the list of jobs.
      </p>
      <AppLink className={styles.link} href="/jobs">
        All jobs
      </AppLink>
    </main>
  )
}
