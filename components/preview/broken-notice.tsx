import { TriangleAlert } from 'lucide-react'
import type { BrokenPlace } from '#lib/failure/problem.ts'
import { damageHref } from '#lib/search-params/damage.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'

/** Says which bytes cannot be shown and why: a line, since the page has said already that the object is damaged. */
export function BrokenNotice({ place: { index, offset, length, checksum } }: { place: BrokenPlace }) {
  return (
    <p className="flex gap-2 py-2" role="status">
      <TriangleAlert aria-hidden className="mt-0.5 text-danger" size={16} />
      <span>
        Chunk {formatCount(index)} could not be verified: nothing is shown of the {exactBytes(length)} from offset{' '}
        {formatCount(offset)} on.{' '}
        <AppLink className="underline underline-offset-3" href={damageHref(checksum)}>
          Damage map
        </AppLink>
      </span>
    </p>
  )
}
