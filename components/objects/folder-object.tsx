import { Folder } from 'lucide-react'
import { objectHref } from '#lib/search-params/object.ts'
import { AppLink } from '../ui/app-link.tsx'
import styles from './folder-object.module.css'

/** The object that stands for the folder itself: its mode and times, not an entry in it. */
export function FolderObject({ jobId, name }: { jobId: string; name: string }) {
  return (
    <p className={styles.line}>
      <Folder aria-hidden size={14} />
      This folder is stored as an object of its own.
      <AppLink className={styles.link} href={objectHref(jobId, { name })}>
        Its details
      </AppLink>
    </p>
  )
}
