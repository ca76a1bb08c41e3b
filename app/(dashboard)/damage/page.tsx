import type { Metadata } from 'next'
import { Suspense } from 'react'
import { damageHits, recheckDamage } from '#app/actions/verification.ts'
import { readDamage } from '#app/reads/damage.ts'
import { requireSession } from '#app/session.ts'
import { damageColumns } from '#components/damage/damage-columns.ts'
import { DamageHeader } from '#components/damage/damage-header.tsx'
import damageTable from '#components/damage/damage-table.module.css'
import { DamageTable } from '#components/damage/damage-table.tsx'
import { shorten } from '#components/format/text.ts'
import { Work } from '#components/frame/work.tsx'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { AppLink } from '#components/ui/app-link.tsx'
import { Crumbs } from '#components/ui/crumbs.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { RefreshFailure } from '#components/ui/refresh-failure.tsx'
import { loadDamageParams } from '#lib/search-params/damage.ts'
import styles from '../page.module.css'

export const metadata: Metadata = { title: 'Damage map' }

export default async function DamageMapPage({ searchParams }: PageProps<'/damage'>) {
  await requireSession()
  const { checksum } = loadDamageParams(await searchParams)
  return (
    <>
      <Crumbs crumbs={[{ label: 'Jobs', href: '/jobs' }, { label: `Damage map of ${shorten(checksum)}` }]} />
      <Work className={styles.work}>
        {/^[A-Za-z0-9+/]{43}=$/.test(checksum) ? (
          <Suspense
            fallback={
              <SkeletonTable className={damageTable.table} columns={damageColumns} label="What the chunk hits" />
            }
            key={checksum}
          >
            <DamageMap checksum={checksum} />
          </Suspense>
        ) : (
          <Empty heading title="This is no SHA-256 of a chunk">
            Findings of a verification lead here. <AppLink href="/jobs">All jobs</AppLink>
          </Empty>
        )}
      </Work>
    </>
  )
}

async function DamageMap({ checksum }: { checksum: string }) {
  const result = await readDamage(checksum)
  if (!result.ok)
    return (
      <>
        <h1 className={styles.title}>Damage map of a chunk</h1>
        <RefreshFailure failure={result.error} />
      </>
    )
  const { state, length, from, hits, cursor } = result
  return (
    <>
      <DamageHeader checksum={checksum} hit={hits[0]} page={{ state, length, from }} recheck={recheckDamage} />
      <DamageTable
        checksum={checksum}
        damageMap={damageHits}
        first={{ ok: true, rows: hits, ...(cursor && { cursor }) }}
      />
    </>
  )
}
