import { CircleCheck, CircleSlash, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReceiptView } from '#lib/downloads/receipts/receipt-view.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { receiptWord } from './receipt-words.ts'

const looks: Record<ReceiptView['state'], { Icon: typeof CircleX; tone: Tone; says: string }> = {
  running: { Icon: LoaderCircle, tone: 'accent', says: 'Every chunk is checked before its bytes leave.' },
  verified: { Icon: CircleCheck, tone: 'good', says: 'Every byte asked for was checked and handed over.' },
  incomplete: { Icon: TriangleAlert, tone: 'warn', says: 'Some items were skipped; all that was written was checked.' },
  failed: { Icon: CircleX, tone: 'danger', says: 'It was broken off; nothing damaged was handed over.' },
  left: { Icon: CircleSlash, tone: 'warn', says: 'The reader went away before the end. It can be continued.' },
  broken: { Icon: TriangleAlert, tone: 'warn', says: 'What ran it ended before it did. It can be continued.' },
}

/** How a download or restore ended: icon, word, and what it means in the tooltip. */
export function ReceiptState({ state }: { state: ReceiptView['state'] }) {
  const { Icon, tone, says } = looks[state]
  return (
    <Badge icon={<Icon aria-hidden size={15} />} title={says} tone={tone}>
      {receiptWord[state]}
    </Badge>
  )
}
