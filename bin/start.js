// `npm start`: from a fresh clone to a running Thaw. Further arguments go to `thaw serve`.
import { join } from 'node:path'
import { runNode } from './node26.js'
import { buildStale, installMissing, projectDir } from './prepare.js'

try {
  await installMissing()
  await buildStale()
  const main = join(projectDir, 'lib/cli/main.ts')
  process.exitCode = await runNode([main, 'serve', '--sample', ...process.argv.slice(2)])
} catch (error) {
  console.error(error.message)
  process.exitCode = error.exitCode ?? 1
}
