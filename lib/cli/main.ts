import { bearBrokenOutput, stdoutFailure } from './output.ts'

// Node.js is pinned, so that one of its interfaces is experimental is nothing to tell the person at the terminal.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(`${warning.name}: ${warning.message}`)
})

bearBrokenOutput()
process.once('exit', () => {
  const failure = stdoutFailure()
  if (failure === undefined || process.exitCode !== 0) return
  process.exitCode = 1
  console.error(failure)
})

// The launcher has ended without a word, killed perhaps: nobody would stop us any more.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}

// Imported when the warnings are dealt with: static imports would run before.
const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
