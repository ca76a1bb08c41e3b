'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleX, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { objectHref } from '#lib/search-params/object.ts'
import { receiptHref } from '#lib/search-params/restores.ts'
import type { ArchiveActions } from '../archive/archive-actions.ts'
import { ArchiveButton } from '../archive/archive-button.tsx'
import { visible } from '../format/text.ts'
import { shortEndOf } from '../receipts/receipt-words.ts'
import { answered } from '../ui/answered.ts'
import { LinkButton } from '../ui/button.tsx'
import { ToolButton } from '../ui/tool-button.tsx'
import { noteBegun } from './use-begun.ts'

const place = 'fixed right-(--gutter) bottom-18 z-41 w-[min(480px,calc(100vw-2*var(--gutter)))]'
/** Dialogs and the bar of a selection stand at the other end. */
const onPhone = 'max-sm:top-[calc(var(--bar)+8px)] max-sm:right-2 max-sm:bottom-auto max-sm:w-[calc(100vw-16px)]'
/** Beside an open dialog, whose buttons it must not cover. */
const besideDialog = 'min-[1200px]:[body:has([role=dialog])_&]:w-[min(480px,calc((100vw-560px)/2-2*var(--gutter)))]'
const shape =
  'flex gap-2.5 rounded-md border border-border-strong border-l-3 border-l-danger bg-raised p-3 shadow-[0_4px_16px_rgb(8_14_20/12%)]'

/** A download that broke off: what broke it, what is intact, and the ways on. */
export default function BrokenDownload({ receipt, archive }: { receipt: ReceiptView; archive: ArchiveActions }) {
  const { id, kind, subject, jobId, planId } = receipt
  const path = usePathname()
  if (path === receiptHref(id)) return null // that page says all of it
  const onItsPage = path === objectHref(jobId, { name: subject }).split('?')[0]
  return (
    <section aria-label="A download broke off" className={`${place} ${onPhone} ${besideDialog} ${shape}`}>
      <CircleX aria-hidden className="mt-0.5 text-danger" size={16} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p>
          The download of <strong className="wrap-anywhere isolate-text font-semibold">{visible(subject)}</strong> broke
          off.
        </p>
        {shortEndOf(receipt).map((line) => (
          <p className="wrap-anywhere text-md text-muted" key={line}>
            {line}
          </p>
        ))}
        <div className="flex flex-wrap gap-2 pt-1.5">
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
