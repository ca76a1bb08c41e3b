import type { BackupEvent } from '#lib/backup/events.ts'
import type { ExcludedEntry } from '#lib/backup/exclude.ts'
import type { ProgressReport } from './progress.ts'
import { count, formatBytes, formatDuration, printable } from './text.ts'

/** Tells a backup on stderr: what went wrong at once, the sums at its end. */
export interface BackupReport {
  event(event: BackupEvent): void
  /** @param patterns of which each that left nothing out is named. */
  sums(patterns: readonly string[]): void
  /** Items that are not in the backup as they are on disk. */
  readonly incomplete: number
}

const places: [ExcludedEntry['rule'], string][] = [
  ['pattern', 'by patterns'],
  ['cache', 'in caches'],
  ['mount', 'on other file systems'],
  ['store', 'where the store itself lies'],
]

export function createBackupReport(report: ProgressReport): BackupReport {
  const { progress } = report
  const tally = {
    stored: 0,
    same: 0,
    deleted: 0,
    deletedExcluded: 0,
    skipped: 0,
    changed: 0,
    damaged: 0,
    without: 0,
    vanished: 0,
    bytes: 0,
  }
  const excluded = { pattern: 0, cache: 0, mount: 0, store: 0 }
  const matched = new Set<string | undefined>()

  return {
    get incomplete() {
      return tally.skipped + tally.changed + tally.without
    },

    event(event) {
      if (event.kind === 'bytes') {
        progress.bytes += event.count
        tally.bytes += event.count
      } else if (event.kind === 'stored') {
        progress.items++
        tally.stored++
      } else if (event.kind === 'same') {
        progress.items++
        progress.bytes += event.entry.size
        tally.same++
      } else if (event.kind === 'deleted') {
        tally[event.excluded ? 'deletedExcluded' : 'deleted']++
      } else if (event.kind === 'damaged') {
        tally.damaged++
      } else if (event.kind === 'vanished') {
        tally.vanished++
      } else if (event.kind === 'excluded') {
        excluded[event.rule]++
        matched.add(event.pattern)
      } else if (event.kind === 'omitted') {
        tally.skipped++
        const kept = event.kept > 0 ? ' What the last backup has of it stays.' : ''
        report.say(`Skipped ${printable(event.name)}: ${event.reason}.${kept}`)
      } else if (event.kind === 'changed') {
        tally.changed++
        report.say(`${printable(event.entry.name)} changed while it was read, twice; it is stored as it was read last.`)
      } else if (event.kind === 'without') {
        tally.without++
        report.say(`${printable(event.entry.name)} is stored without ${printable(event.what)}.`)
      } else if (event.kind === 'abandoned') {
        const end = event.stopped ? 'is stopped' : 'could not be stopped and ends when its lease lapses'
        report.say(
          event.unsure
            ? `Job ${event.jobId} was being committed: \`thaw jobs\` tells whether it is a backup once the service answers.`
            : `Job ${event.jobId} ${end}; nothing of it counts as a backup.`,
        )
      }
    },

    sums(patterns) {
      const { stored, bytes, same, deleted, deletedExcluded, vanished, damaged } = tally
      report.say(
        `${count(stored, 'item')} stored (${formatBytes(bytes)} read), ${count(same, 'item')} unchanged, ${deleted.toLocaleString('en')} deleted in ${formatDuration(report.elapsedSeconds)}.`,
      )
      if (damaged > 0)
        report.say(`${count(damaged, 'unchanged item')} stored again: what the last backup has is known to be damaged.`)
      const out = places.filter(([rule]) => excluded[rule] > 0)
      if (out.length > 0) {
        const sum = out.reduce((total, [rule]) => total + excluded[rule], 0)
        const parts = out.map(([rule, words]) => `${excluded[rule].toLocaleString('en')} ${words}`).join(', ')
        report.say(`${count(sum, 'item')} left out, folders with all that is in them: ${parts}.`)
      }
      if (deletedExcluded > 0)
        report.say(`${count(deletedExcluded, 'item')} of the last backup deleted, because left out now.`)
      if (vanished > 0)
        report.say(`${count(vanished, 'item')} vanished before ${vanished === 1 ? 'it was' : 'they were'} read.`)
      for (const pattern of new Set(patterns))
        if (!pattern.startsWith('!') && !matched.has(pattern))
          report.say(`The pattern ${printable(pattern)} left nothing out.`)
    },
  }
}
