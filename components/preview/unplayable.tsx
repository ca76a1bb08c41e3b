'use client'

import { useQuery } from '@tanstack/react-query'
import type { BrokenPlace } from '#lib/failure/problem.ts'
import { previewHref } from '#lib/search-params/object.ts'
import { Notice } from '../ui/notice.tsx'
import { BrokenNotice } from './broken-notice.tsx'

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  what: 'picture' | 'audio' | 'video'
}

/** Why a browser could not show something: damage that was met, else a form of content that it cannot read. */
export function Unplayable({ jobId, name, checksum, what }: Props) {
  const { data } = useQuery({
    queryKey: ['known damage', jobId, name, checksum],
    queryFn: async ({ signal }) => {
      const response = await fetch(previewHref(jobId, name, checksum, { as: 'damage' }), { signal })
      return response.ok ? ((await response.json()) as { damage: BrokenPlace[] }).damage : []
    },
    staleTime: 0,
  })
  if (!data) return null
  if (data.length > 0) return data.map((place) => <BrokenNotice key={place.index} place={place} />)
  return (
    <Notice>
      This browser cannot show this {what}. Its bytes are as they were stored; download it to open it elsewhere, or look
      at them in hex.
    </Notice>
  )
}
