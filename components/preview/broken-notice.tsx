import type { BrokenPlace } from '#lib/downloads/problem.ts'
import { damageHref } from '#lib/search-params/damage.ts'
import { exactBytes, formatCount } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Notice } from '../ui/notice.tsx'

/** Says which bytes cannot be shown and why, and leads to what else that damage hits. */
export function BrokenNotice({ place: { index, offset, length, checksum } }: { place: BrokenPlace }) {
  return (
    <Notice tone="danger">
      <strong>Damaged.</strong> Chunk {formatCount(index)} could not be verified: nothing is shown of the{' '}
      {exactBytes(length)} from offset {formatCount(offset)} on.{' '}
      <AppLink href={damageHref(checksum)}>What else it hits, and where it is intact</AppLink>
    </Notice>
  )
}
