import { TriangleAlert } from 'lucide-react'
import { damageHref } from '#lib/search-params/damage.ts'
import { countOf } from '../format/size.ts'
import { AppLink } from '../ui/app-link.tsx'

/** To all damage that is known, where any is. */
export function DamageLink({ chunks }: { chunks: number }) {
  return (
    <AppLink
      className="whitespace-nowrap font-medium text-danger hover:underline hover:underline-offset-3"
      href={damageHref()}
    >
      <TriangleAlert aria-hidden className="mr-1.5 align-[-2px]" size={15} />
      {countOf(chunks, 'damaged chunk')}
    </AppLink>
  )
}
