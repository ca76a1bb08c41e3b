'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { type Asked, answered } from '../ui/answered.ts'

export type LookAtReceipt = (id: string) => Asked<{ receipt?: ReceiptView }>

const everySecond = 1000

/** A record as it stands now: asked for while it runs, never afterwards. */
export function useReceipt(known: ReceiptView, look: LookAtReceipt): ReceiptView {
  const { data } = useQuery({
    queryKey: ['receipt', known.id],
    queryFn: async () => {
      const answer = await answered(look(known.id))
      return (answer.ok && answer.receipt) || known
    },
    initialData: known,
    enabled: known.state === 'running',
    refetchInterval: ({ state }) => state.data?.state === 'running' && everySecond,
  })
  return known.state === 'running' ? data : known
}
