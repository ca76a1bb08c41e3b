import { File, FileSymlink, Folder } from 'lucide-react'
import type { EntryRow } from '#lib/browse/row.ts'

/** A folder, a link or a file, as far as it is known. */
export function EntryIcon({ kind, type }: Pick<EntryRow, 'kind' | 'type'>) {
  const Icon = kind === 'folder' || type === 'dir' ? Folder : type === 'symlink' ? FileSymlink : File
  return <Icon aria-hidden className={kind === 'folder' ? 'text-accent' : 'text-faint'} size={15} />
}
