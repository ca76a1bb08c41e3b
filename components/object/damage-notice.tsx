import { damageHref } from '#lib/search-params/damage.ts'
import { formatCount } from '../format/size.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Notice } from '../ui/notice.tsx'

interface Props {
  /** SHA-256 of one of the chunks, base64; none where only what describes the object is damaged. */
  checksum: string | undefined
  /** Indices of the chunks that could not be read as their checksums promise; -1 is the list of chunks itself. */
  chunks: number[]
  /** When that was last seen, milliseconds since 1970. */
  foundAt: number
}

/** Says that the object is damaged, before anybody waits for a download that will break. */
export function DamageNotice({ checksum, chunks, foundAt }: Props) {
  return (
    <Notice tone="danger">
      <strong>Damaged.</strong> {which(chunks)} when this object was last read, <Time at={foundAt} />. A download breaks
      off there; what comes before it is good. Uploading the same bytes again heals it.{' '}
      {checksum && <AppLink href={damageHref(checksum)}>What else it hits, and where it is intact</AppLink>}
    </Notice>
  )
}

function which(chunks: number[]): string {
  if (chunks.includes(-1)) return 'The list of its chunks did not fit its checksum'
  const named = chunks.slice(0, 3).map(formatCount).join(', ')
  const more = chunks.length > 3 ? ` and ${formatCount(chunks.length - 3)} more` : ''
  return `${chunks.length === 1 ? 'Chunk' : 'Chunks'} ${named}${more} could not be verified`
}
