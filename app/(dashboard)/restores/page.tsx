import { Suspense } from 'react'
import { listReceipts } from '#app/actions/receipts.ts'
import { readReceipts } from '#app/reads/receipts.ts'
import { requireSession } from '#app/session.ts'
import { Work } from '#components/frame/work.tsx'
import { receiptColumns, receiptsTable } from '#components/receipts/receipt-columns.ts'
import { ReceiptFilters } from '#components/receipts/receipt-filters.tsx'
import { ReceiptsTable } from '#components/receipts/receipts-table.tsx'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { Crumbs } from '#components/ui/crumbs.tsx'
import { Heading } from '#components/ui/heading.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { loadRestoresParams, type RestoresParams, restoresHref } from '#lib/search-params/restores.ts'

export default async function RestoresPage({ searchParams }: PageProps<'/restores'>) {
  await requireSession()
  const params = loadRestoresParams(await searchParams)
  return (
    <>
      <PageTitle>Restores</PageTitle>
      <Crumbs crumbs={[{ label: 'Restores' }]} />
      <Work>
        <Heading>Downloads and restores</Heading>
        <ReceiptFilters params={params} />
        <Suspense
          fallback={
            <SkeletonTable className={receiptsTable.table} columns={receiptColumns} label="Downloads and restores" />
          }
        >
          <Records params={params} />
        </Suspense>
      </Work>
    </>
  )
}

async function Records({ params }: { params: RestoresParams }) {
  const first = await readReceipts({ jobId: params.job ?? undefined, state: params.state ?? undefined })
  return <ReceiptsTable first={first} key={restoresHref(params)} listReceipts={listReceipts} params={params} />
}
