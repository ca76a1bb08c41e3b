import { Folder } from 'lucide-react'
import { objectHref } from '#lib/search-params/object.ts'
import { AppLink } from '../ui/app-link.tsx'

/** The object that stands for the folder itself: its mode and times, not an entry in it. */
export function FolderObject({ jobId, name }: { jobId: string; name: string }) {
  return (
    <p className="flex items-center gap-1.5 pb-1 text-muted text-sm">
      <Folder aria-hidden size={14} />
      This folder is stored as an object of its own.
      <AppLink className="text-accent hover:underline" href={objectHref(jobId, { name })}>
        Its details
      </AppLink>
    </p>
  )
}
