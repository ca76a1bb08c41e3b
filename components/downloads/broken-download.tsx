'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleX, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import type { ReceiptView } from '#lib/downloads/receipt-view.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { receiptHref } from '#lib/search-params/restores.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { shortEndOf } from '../receipts/receipt-words.ts'
import { answered } from '../ui/answered.ts'
import { LinkButton } from '../ui/button.tsx'
import { ToolButton } from '../ui/tool-button.tsx'
import styles from './broken-download.module.css'
import { noteBegun } from './use-begun.ts'

/** A download that broke off: what broke it, what is intact, and the ways on. */
export default function BrokenDownload({ receipt, archive }: { receipt: ReceiptView; archive: ArchiveActions }) {
  const { id, kind, subject, jobId, planId } = receipt
  const path = usePathname()
  if (path === receiptHref(id)) return null // that page says all of it
  const onItsPage = path === objectHref(jobId, { name: subject }).split('?')[0]
  return (
    <section aria-label="A download broke off" className={styles.bar}>
      <CircleX aria-hidden className={styles.icon} size={16} />
      <div className={styles.body}>
        <p className={styles.lead}>
          The download of <strong className={styles.subject}>{visible(subject)}</strong> broke off.
        </p>
        {shortEndOf(receipt).map((line) => (
          <p className={styles.line} key={line}>
            {line}
          </p>
        ))}
        <div className={styles.actions}>
          {kind === 'archive' && planId !== null && <IntactPart archive={archive} key={planId} planId={planId} />}
          {kind === 'object' && !onItsPage && (
            <LinkButton href={objectHref(jobId, { name: subject })}>See the object</LinkButton>
          )}
          <LinkButton href={receiptHref(id)}>Its receipt</LinkButton>
        </div>
      </div>
      <ToolButton
        Icon={X}
        label="Dismiss"
        onClick={() => noteBegun((begun) => begun.filter((each) => each.broken?.id !== id))}
      />
    </section>
  )
}

/** What was asked of the archive, asked again without what is damaged; nothing once its plan is gone. */
function IntactPart({ planId, archive }: { planId: string; archive: ArchiveActions }) {
  const { data } = useQuery({ queryKey: ['broken plan', planId], queryFn: () => answered(archive.look(planId)) })
  if (!data?.ok) return null
  const { jobId, selection, format, naming } = data.plan
  return (
    <ArchiveButton
      actions={archive}
      initial={{ format, naming, intact: true }}
      jobId={jobId}
      primary
      selection={selection}
      title="Download the intact part"
    >
      Download the intact part
    </ArchiveButton>
  )
}
