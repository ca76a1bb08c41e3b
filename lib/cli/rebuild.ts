import { Command } from 'commander'
import { ExitError, exitCodes } from './exit.ts'
import { keepDamage } from './keep-damage.ts'
import { openStoppedStore } from './stopped-store.ts'
import { count, printable } from './text.ts'

/** `thaw rebuild`: the index made anew from packs, files and records, on a store that no service has open. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('make the index anew from what lies in the store; Thaw must be stopped')
    .option('--data-dir <path>', 'data folder of the store (THAW_DATA_DIR)')
    .action(rebuild)
}

async function rebuild(flags: { dataDir?: string }): Promise<void> {
  const { rebuildIndex } = await import('#lib/service/rebuild/rebuild.ts')
  const { rebuildFindings } = await import('#lib/service/rebuild/findings.ts')
  await using opened = await openStoppedStore(flags)
  const started = performance.now()
  const report = await rebuildIndex(opened)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const { jobs, objects, chunks, aside, asked, unfinished, unused } = report
  const made = [count(jobs, 'job'), count(objects, 'version of objects', 'versions of objects'), count(chunks, 'chunk')]
  console.log(`Made the index anew in ${seconds} s: ${made.join(', ')}.`)
  if (aside) console.log(`What was there before is kept in ${aside}.`)
  if (!asked) console.log('No index could be asked what it knew: only the records say what there was.')
  if (unfinished > 0)
    console.log(`Left out what was not done when Thaw ended: ${count(unfinished, 'request')}, told from that index.`)
  if (unused > 0)
    console.log(
      `Nothing that came back has ${count(unused, 'stored chunk')}: garbage collection frees what nothing refers to.`,
    )
  const findings = rebuildFindings(report)
  for (const finding of findings) console.error(printable(finding))
  await keepDamage(opened.store, report.incomplete)
  if (findings.length > 0)
    throw new ExitError(exitCodes.incomplete, `${count(findings.length, 'finding')}: not all came back, see above.`)
}
