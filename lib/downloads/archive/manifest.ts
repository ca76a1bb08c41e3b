import type { PlannedEntry } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlan } from '#lib/ledger/archive-plans.ts'

export const manifestName = 'THAW-MANIFEST.jsonl'
export const sumsName = 'SHA256SUMS'

/** The manifest's first line. */
export function manifestHead({ jobId, format, intact }: Pick<ArchivePlan, 'jobId' | 'format' | 'intact'>): string {
  return `${JSON.stringify({ v: 'thaw-manifest/1', job: jobId, format, ...(intact && { intactPartOnly: true }) })}\n`
}

/** One object's line: its name in the archive and its own, SUMMARY checksum, bytes, chunks; and why it is left out. */
export function manifestLine(entry: PlannedEntry): string {
  const { name, object, type, checksum, size, chunks, skipped, damaged, link, without } = entry
  const line = {
    ...(skipped === null && { name }),
    object,
    type,
    checksum,
    size,
    chunks: chunks ?? undefined,
    ...(skipped === null && name !== object && { renamed: true }),
    ...(link !== null && { hardLinkTo: link }),
    ...(without !== null && { without }),
    ...(damaged && { damaged: true }),
    ...(skipped !== null && { skipped }),
  }
  return `${JSON.stringify(line)}\n`
}

/** A line as `sha256sum -c` reads it; '' where the SHA-256 was not known beforehand. */
export function sumsLine({ name, sha256, skipped }: PlannedEntry): string {
  if (sha256 === null || skipped !== null) return ''
  return `${Buffer.from(sha256, 'base64').toString('hex')}  ${name}\n`
}
