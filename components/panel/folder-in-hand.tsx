'use client'

import { Download, FolderOpen } from 'lucide-react'
import { type ObjectsParams, objectsHref } from '#lib/search-params/objects.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { AppLink } from '../ui/app-link.tsx'
import button from '../ui/button.module.css'
import type { VerificationActions } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'
import styles from './panel.module.css'

interface Props {
  jobId: string
  params: ObjectsParams
  name: string
  actions: { verification: VerificationActions; archive: ArchiveActions }
  refused: string | undefined
}

/** What can be done with a folder. How much is in it would take reading it. */
export function FolderInHand({ jobId, params: { after, before }, name, actions, refused }: Props) {
  return (
    <>
      <div className={styles.actions}>
        <AppLink className={button.button} data-primary href={objectsHref(jobId, { folder: name, after, before })}>
          <FolderOpen aria-hidden size={15} />
          Open folder
        </AppLink>
        <ArchiveButton
          actions={actions.archive}
          jobId={jobId}
          refused={refused}
          selection={{ names: [], prefixes: [name] }}
          title={`Download ${visible(name)}`}
        >
          <Download aria-hidden size={15} />
          Download
        </ArchiveButton>
        <VerifyButton jobId={jobId} prefix={name} start={actions.verification.start}>
          Verify
        </VerifyButton>
      </div>
      <p className={styles.quiet}>
        A folder is what names have in common up to a slash. How much is in it is counted when it is downloaded or
        verified.
      </p>
    </>
  )
}
