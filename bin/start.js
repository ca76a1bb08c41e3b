// `npm start`: from a fresh clone to a running Thaw. Further arguments go to `thaw serve`.
import { runThaw } from './node26.js'
import { buildStale, installMissing } from './prepare.js'

try {
  await installMissing()
  await buildStale()
  process.exitCode = await runThaw(['serve', '--sample', ...process.argv.slice(2)])
} catch (error) {
  console.error(error.message)
  process.exitCode = error.exitCode ?? 1
}
