'use client'

import { PreviewSkeleton } from '../preview/preview-skeleton.tsx'
import { onDemand } from '../ui/on-demand.tsx'

const BlobPane = onDemand(() => import('../preview/blob-pane.tsx'), PreviewSkeleton)

interface Props {
  jobId: string
  name: string
  checksum: string | undefined
  view: 'json' | 'text' | 'hex' | null
}

/** What is in a metadata blob; the way it is looked at is in the address. */
export function BlobContent(props: Props) {
  return <BlobPane {...props} onView={note} />
}

/** Not through the router: the page need not be rendered anew for it. */
function note(view: string) {
  const url = new URL(window.location.href)
  url.searchParams.set('blob', view)
  window.history.replaceState(null, '', url)
}
