import type { ThawBlob, ThawMetadata } from '#lib/browse/metadata.ts'
import { formatOwner } from '#lib/browse/owner.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'

/** Attributes of one entry beyond this many bytes are left out: they are kept with the plan, and readers have limits too. */
const mostXattrs = 256 * 1024

/**
 * What an archive holds of an object's owner, mode, attributes and links. An archive gives nobody rights: setuid and
 * setgid bits and file capabilities are left out. A zip has modes with `unix` naming only, and nothing else of these.
 *
 * @param blob undefined where it was not asked for or could not be read.
 */
export function archiveFacts(
  { format, naming }: Pick<ArchivePlan, 'format' | 'naming'>,
  hint: ThawMetadata | undefined,
  blob: ThawBlob | undefined,
) {
  const without: string[] = []
  if (hint && hint.type !== 'symlink' && hint.mode & 0o6000) without.push('setuid and setgid bits')
  const facts = { owner: null, xattrs: null, group: null, mode: undefined }
  if (!hint) return { ...facts, without: null }
  if (format === 'zip') {
    const mode = naming === 'unix' ? hint.mode & 0o777 : undefined
    return { ...facts, mode, without: naming === 'unix' ? said(without) : null }
  }
  const { owner, link, xattrs = [], attributes } = { ...hint, ...blob }
  if (hint.more && !blob) without.push('extended attributes: their blob cannot be read')
  if (attributes === 'partial') without.push('extended attributes that could not be backed up')
  let kept = xattrs.filter(([name]) => name !== 'security.capability')
  if (kept.length < xattrs.length) without.push('file capabilities')
  if (kept.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > mostXattrs) {
    without.push('extended attributes: there are too many')
    kept = []
  }
  return {
    owner: owner ? formatOwner(owner) : null,
    xattrs: kept.length > 0 ? JSON.stringify(kept) : null,
    group: link ?? null,
    mode: hint.mode & 0o1777,
    without: said(without),
  }
}

function said(without: string[]): string | null {
  return without.length > 0 ? without.join('; ') : null
}
