import { crc32 as crc32Of } from 'node:zlib'
import { parseOwner } from '#lib/browse/owner.ts'
import type { PlannedEntry, StoredEntry } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlan, ArchivePlans, PlanLayout } from '#lib/ledger/archive-plans.ts'
import type { ArchiveEntry } from '#lib/restore/archive/entry.ts'
import {
  type ArchiveFormat,
  type ArchiveShape,
  archiveLength,
  createPlacer,
  type PlacedEntry,
  tarFormat,
  zipFormat,
} from '#lib/restore/archive/format.ts'
import { type DataSegment, sparseLength } from '#lib/restore/archive/sparse.ts'
import { manifestName, sumsName } from './manifest.ts'

/** An entry of an archive as it is read: of an object, or generated. */
export interface LaidOutEntry extends PlacedEntry {
  content: StoredEntry | 'manifest' | 'sums'
}

export const formats: Record<ArchivePlan['format'], ArchiveFormat> = { tar: tarFormat, zip: zipFormat }

/** Offsets from here on are written longer in a zip's directory. */
const farOffset = 0xffff_ffff

/** The entry as formats want it. */
export function archiveEntry(entry: PlannedEntry, format: ArchivePlan['format']): ArchiveEntry {
  const { name, type, size, mtime, mode, target, crc32, link } = entry
  const owner = entry.owner === null ? undefined : parseOwner(entry.owner)
  const common = {
    ...{ name, mtime, mode },
    ...(owner && { owner }),
    ...(entry.xattrs !== null && { xattrs: JSON.parse(entry.xattrs) as [string, string][] }),
  }
  if (entry.segments !== null && link === null)
    return { ...common, type, size: sparseLength(segmentsOf(entry), size), sparseSize: size }
  if (link !== null) return { ...common, type: 'link', size: 0, target: link }
  if (target !== null && format === 'zip') {
    const content = linkContent(target)
    return { ...common, type, size: content.length, crc32: crc32Of(content) }
  }
  return { ...common, type, size, ...(target !== null && { target }), ...(crc32 !== null && { crc32 }) }
}

/** Where the data of an entry with holes lies. */
export function segmentsOf({ segments }: Pick<PlannedEntry, 'segments'>): DataSegment[] {
  return segments === null ? [] : JSON.parse(segments)
}

/** The content of a symlink in a zip. */
export function linkContent(target: string): Buffer {
  return Buffer.from(target)
}

/** What is generated and stands first, and where the objects begin. */
export function generatedEntries(
  { format, createdAt }: Pick<ArchivePlan, 'format' | 'createdAt'>,
  { manifest, sums }: Pick<PlanLayout, 'manifest' | 'sums'>,
): { entries: LaidOutEntry[]; shape: ArchiveShape } {
  const placer = createPlacer(formats[format])
  const mtime = BigInt(Math.floor(createdAt / 1000)) * 1_000_000_000n
  const generated = (name: string, content: 'manifest' | 'sums', { length, crc32 }: PlanLayout['manifest']) => ({
    ...placer.place({ name, type: 'file', size: length, mtime, mode: 0o644, crc32 }),
    content,
  })
  const entries = [generated(manifestName, 'manifest', manifest)]
  if (sums.length > 0) entries.push(generated(sumsName, 'sums', sums))
  return { entries, shape: placer.shape }
}

/**
 * The whole archive's layout, once every object has its place behind the generated entries.
 *
 * @param objects the shape of the objects' entries alone, counted from their own beginning.
 */
export async function layOut(
  plan: Pick<ArchivePlan, 'id' | 'format' | 'createdAt'>,
  generated: Pick<PlanLayout, 'manifest' | 'sums'>,
  objects: ArchiveShape,
  plans: Pick<ArchivePlans, 'holding' | 'behind'>,
): Promise<PlanLayout> {
  const { shape } = generatedEntries(plan, generated)
  const base = shape.contentEnd
  return {
    ...generated,
    entries: shape.count + objects.count,
    contentEnd: base + objects.contentEnd,
    directoryLength: shape.directoryLength + objects.directoryLength + (await growth(plan, base, plans)),
  }
}

/** By how much records grow whose entries only become far by standing behind the generated ones. */
async function growth(
  { id, format }: Pick<ArchivePlan, 'id' | 'format'>,
  base: number,
  plans: Pick<ArchivePlans, 'holding' | 'behind'>,
): Promise<number> {
  const { directoryRecord } = formats[format]
  let grown = 0
  let page = await plans.holding(id, Math.max(farOffset - base, 0), 1_000)
  while (page.length > 0) {
    for (const entry of page) {
      const place = entry.place!
      if (place >= farOffset) return grown
      const record = archiveEntry(entry, format)
      grown += directoryRecord(record, base + place, 0).length - directoryRecord(record, place, 0).length
    }
    page = await plans.behind(id, page.at(-1)!.place!, 1_000)
  }
  return grown
}

/** The layout as formats want it. */
export function shapeOf({ entries, contentEnd, directoryLength }: PlanLayout): ArchiveShape {
  return { count: entries, contentEnd, directoryLength }
}

/** The archive's length in bytes, once the plan is ready. */
export function lengthOf({ format, layout }: Pick<ArchivePlan, 'format' | 'layout'>): number {
  return archiveLength(formats[format], shapeOf(layout))
}

/** The archive's file name. */
export function fileName({ title, format, intact }: Pick<ArchivePlan, 'title' | 'format' | 'intact'>): string {
  return `${title}${intact ? ' (intact part)' : ''}.${format}`
}
