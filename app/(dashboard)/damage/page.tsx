import { Suspense } from 'react'
import { damageHits, knownDamage, recheckDamage } from '#app/actions/verification.ts'
import { readDamage } from '#app/reads/damage.ts'
import { readKnownDamageList } from '#app/reads/known-damage-list.ts'
import { requireSession } from '#app/session.ts'
import { damageColumns, damageTable, knownDamageColumns, knownDamageTable } from '#components/damage/damage-columns.ts'
import { DamageHeader } from '#components/damage/damage-header.tsx'
import { DamageTable } from '#components/damage/damage-table.tsx'
import { KnownDamageTable } from '#components/damage/known-damage-table.tsx'
import { shorten } from '#components/format/text.ts'
import { Work } from '#components/frame/work.tsx'
import { SkeletonTable } from '#components/table/skeleton-table.tsx'
import { AppLink } from '#components/ui/app-link.tsx'
import { Crumbs } from '#components/ui/crumbs.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Heading } from '#components/ui/heading.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { RefreshFailure } from '#components/ui/refresh-failure.tsx'
import { isChecksum, loadDamageParams } from '#lib/search-params/damage.ts'

export default async function DamagePage({ searchParams }: PageProps<'/damage'>) {
  await requireSession()
  const { chunk } = loadDamageParams(await searchParams)
  if (chunk === '')
    return (
      <>
        <PageTitle>Damage</PageTitle>
        <Crumbs crumbs={[{ label: 'Jobs', href: '/jobs' }, { label: 'Damage' }]} />
        <Work>
          <Heading>Known damage</Heading>
          <p className="max-w-180 pt-1 pb-3 text-muted">
            Chunks that were found damaged and have not been read whole since. They count in every job that has them.
            Where an endpoint cannot tell which jobs have a chunk, it counts in those that were read or listed here.
          </p>
          <Suspense
            fallback={
              <SkeletonTable className={knownDamageTable.table} columns={knownDamageColumns} label="Known damage" />
            }
          >
            <KnownDamage />
          </Suspense>
        </Work>
      </>
    )
  return (
    <>
      <PageTitle>Damage</PageTitle>
      <Crumbs
        crumbs={[
          { label: 'Jobs', href: '/jobs' },
          { label: 'Damage', href: '/damage' },
          { label: isChecksum(chunk) ? `Damage map of ${shorten(chunk)}` : 'No chunk' },
        ]}
      />
      <Work>
        {isChecksum(chunk) ? (
          <Suspense
            fallback={
              <SkeletonTable className={damageTable.table} columns={damageColumns} label="What the chunk hits" />
            }
            key={chunk}
          >
            <DamageMap checksum={chunk} />
          </Suspense>
        ) : (
          <Empty heading title="This is no SHA-256 of a chunk">
            <p>
              A chunk is named by its SHA-256 in base64: 44 characters, the last one <code>=</code>. In an address,
              write <code>%2B</code> for <code>+</code>.
            </p>
            <p>
              <AppLink href="/damage">All known damage</AppLink> has the damaged chunks there are, each with its map.
            </p>
          </Empty>
        )}
      </Work>
    </>
  )
}

async function KnownDamage() {
  const first = await readKnownDamageList()
  return <KnownDamageTable first={first} knownDamage={knownDamage} />
}

async function DamageMap({ checksum }: { checksum: string }) {
  const result = await readDamage(checksum)
  if (!result.ok)
    return (
      <>
        <Heading>Damage map of a chunk</Heading>
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
