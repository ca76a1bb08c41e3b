'use client'

import type { ReceiptCursor, ReceiptView } from '#lib/downloads/receipt-view.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { type RestoresParams, receiptHref, restoresHref } from '#lib/search-params/restores.ts'
import { exactBytes } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Progress } from '../ui/progress.tsx'
import { Unknown } from '../ui/size.tsx'
import { receiptColumns } from './receipt-columns.ts'
import { ReceiptState } from './receipt-state.tsx'
import { amountOf, paceOf, receiptKind, shareOf } from './receipt-words.ts'
import styles from './receipts-table.module.css'
import { type LookAtReceipt, useReceipt } from './use-receipt.ts'

interface Filters {
  jobId?: string | undefined
  state?: ReceiptView['state'] | undefined
}

interface Props {
  params: RestoresParams
  first: PageResult<ReceiptView, ReceiptCursor>
  listReceipts: (filters: Filters, after: ReceiptCursor | undefined) => ReturnType<ReadPage<ReceiptView, ReceiptCursor>>
  look: LookAtReceipt
}

/** Who downloaded or restored what, newest first; those that run are followed. */
export function ReceiptsTable({ params, first, listReceipts, look }: Props) {
  const newest = first.ok ? first.rows[0] : undefined
  return (
    <VirtualTable
      cells={(row) => <ReceiptCells known={row} look={look} />}
      className={styles.table}
      columns={receiptColumns}
      empty={<NoReceipts params={params} />}
      first={first}
      label="Downloads and restores"
      name={['receipts', restoresHref(params), newest?.id, newest?.state]}
      noun={['record', 'records']}
      read={(cursor) => listReceipts({ jobId: params.job ?? undefined, state: params.state ?? undefined }, cursor)}
      rowKey={(row) => row.id}
    />
  )
}

function ReceiptCells({ known, look }: { known: ReceiptView; look: LookAtReceipt }) {
  const receipt = useReceipt(known, look)
  const { id, state, subject, kind, jobId, startedAt, finishedAt, sentBytes } = receipt
  const running = state === 'running'
  const checksum = state === 'verified' ? (receipt.sha256 ?? receipt.checksum) : null
  const checksumIs = receipt.sha256 ? 'SHA-256' : 'object checksum'
  return (
    <Cells
      columns={receiptColumns}
      of={{
        state: <ReceiptState state={state} />,
        subject: (
          <AppLink className={styles.subject} data-row href={receiptHref(id)} title={visible(subject)}>
            {visible(subject) || 'Whole job'}
          </AppLink>
        ),
        kind: receiptKind[kind],
        job: (
          <AppLink className={styles.job} href={objectsHref(jobId)} title={`Job ${jobId}`}>
            <code>{shorten(jobId, 8, 4)}</code>
          </AppLink>
        ),
        amount: (
          <>
            <span title={exactBytes(sentBytes)}>{amountOf(receipt)}</span>
            {running && <Progress label={`Progress of ${visible(subject)}`} share={shareOf(receipt)} />}
          </>
        ),
        started: <Time at={startedAt} />,
        took: running ? paceOf(receipt) : finishedAt === null ? <Unknown /> : formatDuration(finishedAt - startedAt),
        checksum: checksum && <code title={`${checksumIs} ${checksum}`}>{shorten(checksum)}</code>,
        actions: checksum && <CopyButton text={checksum} what={checksumIs} />,
      }}
    />
  )
}

function NoReceipts({ params }: { params: RestoresParams }) {
  if (params.state || params.job)
    return (
      <Empty title="Nothing matches these filters">
        <p>
          Every record was looked at. <AppLink href={restoresHref()}>Clear the filters</AppLink> to see them all.
        </p>
      </Empty>
    )
  return (
    <Empty command="bin/thaw restore JOB --to DIR" title="Nothing was downloaded or restored yet">
      <p>
        Every download from <AppLink href="/jobs">a job</AppLink> and every restore leaves its record here: what, when,
        how much, and whether each byte was verified. From the command line:
      </p>
    </Empty>
  )
}
