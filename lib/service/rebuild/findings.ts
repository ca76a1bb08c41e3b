import type { BuildReport } from './build.ts'
import { jobsOf } from './incomplete.ts'
import type { RebuildReport } from './rebuild.ts'

/** As {@link buildFindings}, and what the index before knew more. */
export function rebuildFindings(report: RebuildReport): string[] {
  const missing = report.missing.map(
    (job) =>
      `Job ${job} is complete in the index before; no record says so any more: it did not come back as a backup.`,
  )
  const { jobs, unused } = report
  const nothing =
    jobs === 0 && unused > 0 ? [`No job came back, though the store has content (stored chunks: ${unused}).`] : []
  return [...buildFindings(report), ...missing, ...nothing]
}

/** What could not be brought back, a sentence each. Names are JSON: they come from whoever wrote the backup. */
export function buildFindings(report: BuildReport): string[] {
  const { stretches, brokenRecords, brokenPuts, shortfalls, lostJobs, incomplete } = report
  return [
    ...stretches.map(
      ({ pack, offset, length }) =>
        `Pack ${pack} has ${length} bytes at ${offset} that are no whole record: damaged, or the end of a write that was never acknowledged.`,
    ),
    ...(brokenRecords > 0 ? [`${brokenRecords} records cannot be understood.`] : []),
    ...brokenPuts.map(({ job, name }) => `${JSON.stringify(name)} in job ${job}: its record does not fit together.`),
    ...shortfalls.map(
      ({ job, objects, bytes, recorded }) =>
        `Job ${job} was completed with ${recorded.objects} objects of ${recorded.bytes} bytes, the records tell of ${objects} of ${bytes} bytes.`,
    ),
    ...lostJobs.map(
      (job) => `Job ${job} was completed, but the record of its start is lost: it did not come back, nor its objects.`,
    ),
    ...incomplete.map(
      (object) =>
        `${JSON.stringify(object.name)} in ${jobsOf(object)}: ${object.chunks} of its chunks are missing or damaged; the same bytes stored again heal it.`,
    ),
  ]
}
