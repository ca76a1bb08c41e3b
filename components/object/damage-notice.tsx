import { damageHref } from '#lib/search-params/damage.ts'
import { Time } from '../time/times.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { Notice } from '../ui/notice.tsx'
import { damageWords } from './damage-words.ts'

interface Props {
  /** SHA-256 of one of the chunks, base64; none where only what describes the object is damaged. */
  checksum: string | undefined
  /** Indices of the chunks that could not be read as their checksums promise; -1 is the list of chunks itself. */
  chunks: number[]
  /** Since when that is known, milliseconds since 1970. */
  foundAt: number
}

/** Says that the object is damaged, before anybody waits for a download that will break. */
export function DamageNotice({ checksum, chunks, foundAt }: Props) {
  return (
    <Notice tone="danger">
      <strong>Damaged.</strong> {damageWords(chunks)} Known since <Time at={foundAt} />. The same bytes, stored again,
      heal it. {checksum && <AppLink href={damageHref(checksum)}>What else it hits, and where it is intact</AppLink>}
    </Notice>
  )
}
