import type { BackupObject } from '@aws-sdk/client-backupstorage'
import { Command } from 'commander'
import { parseThawMetadata } from '#lib/browse/metadata.ts'
import { listObjects } from '#lib/storage/list-objects.ts'
import { type ConnectionFlags, connect, withConnectionOptions } from './connect.ts'
import { objectPrefix } from './object-prefix.ts'
import { ofJob } from './of-job.ts'
import { stdoutClosed } from './output.ts'
import { printable } from './text.ts'

type LsFlags = ConnectionFlags & { json?: boolean }

/** `thaw ls`: a job's objects in the order of their names. */
export function lsCommand(): Command {
  return withConnectionOptions(
    new Command('ls')
      .description('list the objects of a job')
      .argument('<job>', 'id of the job')
      .argument('[prefix]', 'only objects whose names begin so')
      .option('--json', 'one JSON object a line, with the names of the API'),
  ).action((jobId: string, prefix: string | undefined, flags: LsFlags) =>
    ofJob(jobId, flags, () => ls(jobId, prefix, flags)),
  )
}

async function ls(jobId: string, typed: string | undefined, flags: LsFlags): Promise<void> {
  using connection = connect(flags)
  const prefix = await objectPrefix(connection.storage, { jobId, typed })
  for await (const object of listObjects(connection.storage, { jobId, prefix })) {
    console.log(flags.json ? JSON.stringify(object) : line(object))
    if (stdoutClosed()) break
  }
}

function line(object: BackupObject): string {
  const metadata = parseThawMetadata(object.MetadataString)
  const size = object.ObjectLength ?? metadata?.size
  const target = metadata?.target === undefined ? '' : ` -> ${printable(metadata.target)}`
  return [
    metadata ? modeText(metadata.type, metadata.mode) : '–'.padEnd(10),
    String(size ?? '–').padStart(13),
    metadata ? timeText(metadata.mtime) : '–'.padEnd(19),
    printable(object.Name ?? '') + target,
  ].join('  ')
}

/** As `ls -l` writes it: `-rwxr-xr-x`. */
function modeText(type: string, mode: number): string {
  const bits = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'))
  const special = (at: number, bit: number, letter: string) => {
    if (mode & bit) bits[at] = bits[at] === '-' ? letter.toUpperCase() : letter
  }
  special(2, 0o4000, 's')
  special(5, 0o2000, 's')
  special(8, 0o1000, 't')
  return (type === 'dir' ? 'd' : type === 'symlink' ? 'l' : '-') + bits.join('')
}

function timeText(mtime: bigint): string {
  const date = new Date(Number(mtime / 1_000_000n))
  if (Number.isNaN(date.getTime())) return `@${mtime / 1_000_000_000n}`.padEnd(19) // as `date -d` takes it
  return date
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace('T', ' ')
}
