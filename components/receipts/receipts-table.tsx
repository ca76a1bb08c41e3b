'use client'

import type { ReceiptCursor, ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { objectsHref } from '#lib/search-params/objects.ts'
import { type RestoresParams, receiptHref, restoresHref } from '#lib/search-params/restores.ts'
import { exactBytes } from '../format/size.ts'
import { shorten, visible } from '../format/text.ts'
import { formatDuration } from '../format/time.ts'
import { ToldJob } from '../jobs/told-job.tsx'
import { Cells } from '../table/cells.tsx'
import type { PageResult, ReadPage } from '../table/page.ts'
import { RowLink } from '../table/row-link.tsx'
import { VirtualTable } from '../table/virtual-table.tsx'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Progress } from '../ui/progress.tsx'
import { Unknown } from '../ui/size.tsx'
import { receiptColumns, receiptsTable } from './receipt-columns.ts'
import type { ReceiptRow } from './receipt-row.ts'
import { ReceiptState } from './receipt-state.tsx'
import { amountOf, checksumOf, endOf, notHashed, paceOf, placeOf, receiptKind, shareOf } from './receipt-words.ts'
import { useNewest } from './use-newest.ts'

interface Filters {
  jobId?: string | undefined
  state?: ReceiptView['state'] | undefined
}

interface Props {
  params: RestoresParams
  first: PageResult<ReceiptRow, ReceiptCursor>
  listReceipts: (filters: Filters, after: ReceiptCursor | undefined) => ReturnType<ReadPage<ReceiptRow, ReceiptCursor>>
}

/** Who downloaded or restored what, newest first; new ones arrive by themselves, and those that run are followed. */
export function ReceiptsTable({ params, first, listReceipts }: Props) {
  const read: ReadPage<ReceiptRow, ReceiptCursor> = (cursor) =>
    listReceipts({ jobId: params.job ?? undefined, state: params.state ?? undefined }, cursor)
  const newest = useNewest(first, restoresHref(params), read)
  return (
    <VirtualTable
      cells={(receipt) => <ReceiptCells receipt={receipt} />}
      className={receiptsTable.table}
      columns={receiptColumns}
      empty={<NoReceipts params={params} />}
      first={newest}
      label="Downloads and restores"
      name={['receipts', restoresHref(params)]}
      noun={['record', 'records']}
      read={read}
      rowKey={(row) => row.id}
    />
  )
}

function ReceiptCells({ receipt }: { receipt: ReceiptRow }) {
  const { id, state, subject, kind, job, startedAt, now, sentBytes } = receipt
  const running = state === 'running'
  const sum = checksumOf(receipt)
  return (
    <Cells
      columns={receiptColumns}
      of={{
        state: <ReceiptState state={state} />,
        subject: (
          <RowLink href={receiptHref(id)} title={visible(subject)}>
            {visible(subject) || 'Whole job'}
          </RowLink>
        ),
        kind: receiptKind[kind],
        job: <ToldJob href={objectsHref(job.id)} job={job} />,
        amount: (
          <>
            <span title={exactBytes(sentBytes)}>{amountOf(receipt)}</span>
            {running && <Progress label={`Progress of ${visible(subject)}`} share={shareOf(receipt)} />}
          </>
        ),
        started: <Time at={startedAt} />,
        took: formatDuration(now - startedAt),
        result: <Result receipt={receipt} />,
        actions: sum && <CopyButton text={sum.text} what={sum.what} />,
      }}
    />
  )
}

/** How it goes, and then what came out: the checksum of what was delivered, or what broke it. */
function Result({ receipt }: { receipt: ReceiptView }) {
  const sum = checksumOf(receipt)
  if (sum) return <code title={`${sum.what} ${sum.text}`}>{shorten(sum.text)}</code>
  if (receipt.state === 'running') return paceOf(receipt)
  const ended = endOf(receipt).join(' ')
  if (receipt.state === 'failed')
    return (
      <span className="text-danger" title={ended}>
        {placeOf(receipt) ?? 'Could not be read'}
      </span>
    )
  return <Unknown why={ended || notHashed(receipt)} />
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
    <Empty command="bin/thaw restore JOB --to DIR" title="No download or restore is on record">
      <p>
        Every download from <AppLink href="/jobs">a job</AppLink> and every restore leaves its record here: what, when,
        how much, and whether each byte was verified. From the command line:
      </p>
    </Empty>
  )
}
