import { Command, InvalidArgumentError } from 'commander'
import { jobsOf } from '#lib/service/rebuild/incomplete.ts'
import { ExitError, exitCodes } from './exit.ts'
import { interruptible } from './interruptible.ts'
import { keepDamage } from './keep-damage.ts'
import { openStoppedStore, type StoppedStore } from './stopped-store.ts'
import { count, formatBytes, printable } from './text.ts'

interface CheckFlags {
  dataDir?: string
  /** Share of the chunks; true for all. */
  readData?: number | true
}

/** `thaw check`: the structure of a store that no service has open, and with `--read-data` its content. */
export function checkCommand(): Command {
  return new Command('check')
    .description('compare index and store, and read what is stored if told to; Thaw must be stopped')
    .option('--data-dir <path>', 'data folder of the store (THAW_DATA_DIR)')
    .option('--read-data [share]', 'also read and hash all stored chunks, or a random part of them: 10%', share)
    .action(check)
}

async function check({ readData: part, ...flags }: CheckFlags): Promise<void> {
  const { checkStructure } = await import('#lib/service/check/check.ts')
  await using opened = await openStoppedStore(flags)
  const { findings, notes, looked } = await checkStructure(opened.store, opened.chunks)
  for (const finding of findings) console.error(printable(finding))
  for (const note of notes) console.log(note)
  if (looked && findings.length === 0) {
    const { jobs, objects, chunks } = looked
    const compared = [
      count(jobs, 'job'),
      count(objects, 'version of objects', 'versions of objects'),
      count(chunks, 'chunk'),
    ]
    console.log(`Index, records and stored chunks fit together: ${compared.join(', ')}.`)
  }
  const bad = looked && part ? await interruptible((signal) => read(opened, part === true ? 1 : part, signal)) : 0
  if (!part) console.log('No content was read: --read-data does that.')
  else if (!looked) console.error('No content was read: the index has to be made anew first, by `thaw rebuild`.')
  if (findings.length + bad > 0)
    throw new ExitError(exitCodes.failed, 'Damage was found, see above. docs/operations.md says what to do.')
}

/** @returns how many chunks are bad. */
async function read({ store, chunks }: StoppedStore, share: number, signal: AbortSignal): Promise<number> {
  const { readData } = await import('#lib/service/check/read-data.ts')
  const { read, total, bad, objects } = await readData(store, chunks, { share, signal })
  for (const object of objects) {
    const hit = `${count(object.chunks, 'chunk')} damaged or missing`
    console.error(printable(`${JSON.stringify(object.name)} in ${jobsOf(object)}: ${hit}.`))
  }
  await keepDamage(store, objects)
  const what = `Read ${formatBytes(read.bytes)} of ${formatBytes(total.bytes)} (${count(read.chunks, 'chunk')} of ${total.chunks.toLocaleString('en')})`
  const rest = read.chunks < total.chunks ? ' Nothing is known of the rest.' : ''
  const found = bad > 0 ? `: ${count(bad, 'chunk is', 'chunks are')} bad` : read.chunks > 0 ? ': all good' : ''
  console.log(`${what}${found}.${rest}`)
  return bad
}

function share(value: string): number {
  const found = /^(\d{1,3}(?:\.\d+)?)%$/.exec(value)
  const percent = found ? Number(found[1]) : Number.NaN
  if (!(percent > 0 && percent <= 100))
    throw new InvalidArgumentError('Give a share from above 0% to 100%, such as 10%.')
  return percent / 100
}
