import type { BuildReport } from './build.ts'

/** What could not be brought back, a sentence each. Names are JSON: they come from whoever wrote the backup. */
export function buildFindings(report: BuildReport): string[] {
  const { stretches, unknownRecords, unknownEvents, brokenPuts, shortfalls, lostJobs, incomplete } = report
  const unknown = unknownRecords + unknownEvents
  return [
    ...stretches.map(
      ({ pack, offset, length }) =>
        `Pack ${pack} has ${length} bytes at ${offset} that are no whole record: damaged, or the end of a write that was never acknowledged.`,
    ),
    ...(unknown > 0 ? [`${unknown} records are of a kind this version of Thaw does not know.`] : []),
    ...brokenPuts.map(({ job, name }) => `${JSON.stringify(name)} in job ${job}: its record does not fit together.`),
    ...shortfalls.map(
      ({ job, objects, recorded }) =>
        `Job ${job} was completed with ${recorded} objects, the records tell of ${objects}.`,
    ),
    ...lostJobs.map(
      (job) => `Job ${job} was completed, but the record of its start is lost: it did not come back, nor its objects.`,
    ),
    ...incomplete.map(
      ({ job, name, chunks }) =>
        `${JSON.stringify(name)} in job ${job}: ${chunks} of its chunks are missing or damaged; the same bytes stored again heal it.`,
    ),
  ]
}
