import { bearBrokenOutput, stdoutFailure } from './output.ts'

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

// Imported last: to load it takes a while, in which the launcher may end or a reader leave.
const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
