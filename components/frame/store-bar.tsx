'use client'

import { useQuery } from '@tanstack/react-query'
import { Suspense } from 'react'
import { type Asked, answered } from '../ui/answered.ts'
import { whereShown } from '../ui/on-demand.tsx'
import { type StoreStanding, storeStandingKey } from '../ui/store-standing.ts'

const ReadOnlyBar = whereShown(() => import('./read-only-bar.tsx').then((module) => module.ReadOnlyBar))

const whileReadOnly = 5_000
const otherwise = 60_000

/** Says, on every page, that the service takes no writes; comes and goes by itself while somebody looks. */
export function StoreBar({ known, look }: { known: StoreStanding; look: () => Asked<{ standing: StoreStanding }> }) {
  const { data } = useQuery({
    queryKey: storeStandingKey,
    queryFn: async ({ client, queryKey }) => {
      const answer = await answered(look())
      return answer.ok ? answer.standing : (client.getQueryData<StoreStanding>(queryKey) ?? known)
    },
    initialData: known,
    staleTime: Number.POSITIVE_INFINITY, // what came with the page is not asked for again at once
    refetchOnWindowFocus: known.told && 'always',
    refetchInterval: ({ state }) => state.data?.told === true && (state.data.readOnly ? whileReadOnly : otherwise),
  })
  return (
    <div role="status">
      {data.readOnly && (
        <Suspense>
          <ReadOnlyBar {...data.readOnly} />
        </Suspense>
      )}
    </div>
  )
}
