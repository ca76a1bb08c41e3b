import { crc32 } from 'node:zlib'
import type { PlannedEntry } from '#lib/ledger/archive-entries.ts'
import type { ArchivePlan, PlanTotals } from '#lib/ledger/archive-plans.ts'
import type { KnownContent } from '#lib/ledger/known-contents.ts'
import type { Ledger } from '#lib/ledger/ledger.ts'
import { createPlacer } from '#lib/restore/archive/format.ts'
import { planObject } from '#lib/restore/index.ts'
import { mapAhead } from '#lib/restore/read/map-ahead.ts'
import type { ObjectSource, SourceObject } from '#lib/storage/source.ts'
import { archiveEntry, formats, layOut } from './archive-layout.ts'
import { createArchiveNames } from './archive-names.ts'
import { createBreather } from './breather.ts'
import { type DescribedObject, describeObject } from './describe-object.ts'
import { createDistinctBytes } from './distinct-bytes.ts'
import { createLinkGroups } from './link-groups.ts'
import { manifestHead, manifestLine, manifestName, sumsLine, sumsName } from './manifest.ts'
import { type Selection, selectedObjects } from './selection.ts'
import { createTakenNames } from './taken-names.ts'

/** Entries to a write: about 10 ms of the ledger's thread. */
const batchSize = 1_000
/** Who watches the plan grow sees it grow so often at least, in milliseconds. */
const longestUntold = 500
type Examined = Omit<DescribedObject, 'listed'> & { damaged: boolean }

/** Chunk lists and link targets asked for at once, where listings do not tell enough. */
const questionsAtOnce = 16

/**
 * Plans an archive from listings alone and keeps every entry in the ledger, so that memory stays flat and any byte of
 * the archive can be found again. Each object gets its name and its place as it is listed; places count from the first
 * object, since what is generated in front of them has its length only at the end.
 */
export async function planArchive(
  plan: ArchivePlan,
  selection: Selection,
  { source, ledger, signal }: { source: ObjectSource; ledger: Ledger; signal: AbortSignal },
): Promise<void> {
  const { id, jobId, format } = plan
  const plans = ledger.archivePlans
  const taken = createTakenNames(plans, id)
  const names = createArchiveNames(taken, plan)
  const placer = createPlacer(formats[format])
  const manifest = textMeter()
  const sums = textMeter()
  const distinct = createDistinctBytes()
  const totals = { objects: 0, bytes: 0, changed: 0, skipped: 0, damaged: 0 }
  const counts = (): PlanTotals => ({
    ...totals,
    distinctBytes: distinct.counted.bytes,
    distinctAtMost: distinct.counted.atMost,
  })
  const anyDamaged = await ledger.knownDamage.any(plan.endpoint)
  const links = createLinkGroups()
  let position = 0

  async function examine(object: SourceObject): Promise<Examined> {
    const { listed, ...described } = await describeObject({ source, ...plan }, object, signal)
    const at = { endpoint: plan.endpoint, jobId, object: object.name, objectChecksum: object.checksum }
    const damaged = anyDamaged && (await ledger.knownDamage.isDamaged(at))
    const skipped = described.skipped ?? (damaged && plan.intact ? 'Known to be damaged.' : null)
    if (skipped === null) await distinct.add({ ...object, length: described.size }, listed ?? chunksOf)
    return { ...described, damaged, skipped }

    async function chunksOf() {
      return (await planObject({ ...object, ...source.read(jobId, object) }, signal)).chunks
    }
  }

  async function entryOf({ object, group, ...described }: Examined, content: KnownContent): Promise<PlannedEntry> {
    const { skipped } = described
    const known = described.type === 'file' && described.size > 0 ? content : {}
    const named = described.type === 'directory' ? names.folder : names.file
    const entry: PlannedEntry = {
      ...described,
      link: null,
      position: position++,
      place: null,
      name: skipped === null ? await named(object.name) : '',
      crc32: known.crc32 ?? null,
      sha256: described.sha256 ?? known.sha256 ?? null,
      object: object.name,
      checksum: object.checksum,
      chunks: object.chunks ?? null,
      token: object.token,
      chunkToken: object.onlyChunk?.length === described.size ? object.onlyChunk.token : null,
    }
    if (skipped === null && group !== null) entry.link = links.firstOf(group, object.checksum, entry.name)
    if (skipped === null) entry.place = placer.place(archiveEntry(entry, format)).offset
    return entry
  }

  function count(entry: PlannedEntry): void {
    manifest.add(manifestLine(entry))
    sums.add(sumsLine(entry))
    if (entry.damaged) totals.damaged++
    if (entry.skipped !== null) {
      totals.skipped++
      return
    }
    totals.objects++
    if (entry.link === null) totals.bytes += entry.size
    if (entry.name !== entry.object) totals.changed++
  }

  async function write(batch: Examined[]): Promise<void> {
    const named = batch.filter(({ skipped }) => skipped === null)
    const [contents] = await Promise.all([
      ledger.knownContents.findAll(batch.map(({ object }) => object.checksum)),
      names.expect(named.map(({ object, type }) => ({ name: object.name, isFolder: type === 'directory' }))),
    ])
    const entries: PlannedEntry[] = []
    for (const [i, examined] of batch.entries()) entries.push(await entryOf(examined, contents[i]!))
    for (const entry of entries) count(entry)
    await plans.append(id, { entries, names: taken.changes(), totals: counts() })
  }

  names.reserve(manifestName)
  names.reserve(sumsName)
  manifest.add(manifestHead(plan))
  const breather = createBreather()
  let batch: Examined[] = []
  let told = performance.now()
  const objects = selectedObjects(source, jobId, selection, signal)
  for await (const examined of mapAhead(objects, questionsAtOnce, examine)) {
    if (breather.due) await breather.rest(signal)
    batch.push(examined)
    if (batch.length < batchSize && performance.now() - told < longestUntold) continue
    await write(batch)
    batch = []
    told = performance.now()
  }
  await write(batch)
  const generated = { manifest: manifest.read(), sums: sums.read() }
  await plans.ready(id, counts(), await layOut(plan, generated, placer.shape, plans))
}

/** Length and CRC-32 of text that is never held whole. */
function textMeter() {
  const read = { length: 0, crc32: 0 }
  return {
    add(text: string): void {
      if (text === '') return
      read.length += Buffer.byteLength(text)
      read.crc32 = crc32(text, read.crc32)
    },
    read: () => read,
  }
}
