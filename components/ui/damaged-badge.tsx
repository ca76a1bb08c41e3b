import { TriangleAlert } from 'lucide-react'
import { Badge } from './badge.tsx'

/** Beside an object that a read found damaged, or a folder that something damaged is in. */
export function DamagedBadge({ folder }: { folder: boolean }) {
  return (
    <Badge
      icon={<TriangleAlert aria-hidden size={15} />}
      title={folder ? 'Something in it is known to be damaged' : 'A read found it damaged'}
      tone="danger"
    >
      {folder ? 'Damage inside' : 'Damaged'}
    </Badge>
  )
}
