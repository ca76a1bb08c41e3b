/**
 * The index of a store made anew, and compared row by row with the one it takes the place of.
 *
 *     npm run bench -- rebuild [--objects 100000]
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareIndexes, everything } from '../lib/service/check/compare.ts'
import { openFsChunkStore } from '../lib/service/chunks/fs/index.ts'
import { createEngine } from '../lib/service/engine/index.ts'
import { openSqliteIndex } from '../lib/service/index/sqlite/index.ts'
import { openStore } from '../lib/service/store.ts'
import { printTable, run, temporaryFolder, thaw } from './measure.ts'

const { values } = parseArgs({ options: { objects: { type: 'string', default: '100000' } } })
const objects = Number(values.objects)
/** Objects written at a time: they share commits. */
const abreast = 512

await using folder = await temporaryFolder()
const seconds = { write: await timed(fill), rebuild: 0, check: 0 }
const lost = join(folder.path, 'v1/index')

const rebuilt = await run([thaw, 'rebuild', '--data-dir', folder.path])
seconds.rebuild = rebuilt.seconds
const [, aside] = /kept in (.*)\.$/m.exec(rebuilt.stdout)!
const differences = compareIndexes(join(aside!, 'index.sqlite'), join(lost, 'index.sqlite'), everything)
const checked = await run([thaw, 'check', '--data-dir', folder.path])
seconds.check = checked.seconds

console.log(rebuilt.stdout + checked.stdout)
printTable(
  ['', 'seconds', 'objects/s'],
  Object.entries(seconds).map(([name, taken]) => [name, taken.toFixed(1), (objects / taken).toFixed(0)]),
)
console.log(differences.length === 0 ? '\nidentical' : `\ndifferent: ${JSON.stringify(differences, null, 2)}`)
if (differences.length > 0) process.exitCode = 1

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** Two backups: all objects, then a tenth of them again. Every object has a small chunk of its own. */
async function fill(): Promise<void> {
  await using store = await openStore(folder.path)
  await using chunks = await openFsChunkStore({ directory: store.paths.root })
  await using index = await openSqliteIndex({ directory: store.paths.index })
  const engine = createEngine({ index, chunks, tokenKey: Buffer.alloc(32), region: 'eu-bench-1' })
  for (const [turn, count] of [objects, Math.ceil(objects / 10)].entries()) {
    const context = { requestId: 'bench', signal: new AbortController().signal }
    const ResourceArn = 'arn:aws:thaw::000000000000:resource/bench'
    const IamRoleArn = 'arn:aws:iam::000000000000:role/bench'
    const started = await engine.startBackupJob({ BackupVaultName: 'Default', ResourceArn, IamRoleArn }, context)
    const BackupJobId = started.BackupJobId!
    let next = 0
    const writer = async () => {
      for (let i = next++; i < count; i = next++) {
        const bytes = Buffer.from(`${turn} ${i} `.repeat(20))
        const InlineChunkChecksum = createHash('sha256').update(bytes).digest('base64')
        const chunk = { InlineChunk: pieces(bytes), InlineChunkLength: bytes.length, InlineChunkChecksum }
        const object = { ObjectName: `folder-${i % 1000}/file-${i}`, InlineChunkChecksumAlgorithm: 'SHA256' as const }
        await engine.putObject({ BackupJobId, ...object, ...chunk }, context)
      }
    }
    await Promise.all(Array.from({ length: abreast }, writer))
    await engine.commitBackupJob({ BackupJobId }, context)
  }
}

async function* pieces(bytes: Buffer) {
  yield bytes
}
