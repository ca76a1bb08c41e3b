'use client'

import { Download } from 'lucide-react'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { useLater } from '../ui/use-later.ts'
import type { VerificationActions } from '../verification/task.ts'
import { VerifyButton } from '../verification/verify-button.tsx'

interface Props {
  jobId: string
  /** '' for the whole job. */
  folder: string
  actions: { archive: ArchiveActions; verification: VerificationActions }
  /** Why no archive of this job can be had. */
  refused: string | undefined
  /** Whether the job has no such folder, once that is known. */
  missing: Promise<boolean>
}

/** What can be done with a folder or a whole job; nothing with a folder that is not there. */
export function FolderActions({ jobId, folder, actions, refused, missing }: Props) {
  const absent = useLater(missing, false) ? 'This folder is not in this job' : undefined
  return (
    <>
      <VerifyButton jobId={jobId} prefix={folder} refused={absent} start={actions.verification.start}>
        {folder ? 'Verify folder' : 'Verify all'}
      </VerifyButton>
      <ArchiveButton
        actions={actions.archive}
        jobId={jobId}
        refused={absent ?? refused}
        selection={{ names: [], prefixes: [folder] }}
        title={folder ? `Download ${visible(folder)}` : 'Download the whole job'}
      >
        <Download aria-hidden size={15} />
        {folder ? 'Download folder' : 'Download all'}
      </ArchiveButton>
    </>
  )
}
