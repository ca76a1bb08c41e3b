// Node.js is pinned, so that one of its interfaces is experimental is nothing to tell the person at the terminal.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') console.error(`${warning.name}: ${warning.message}`)
})

// A reader that leaves (`thaw ls … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

// The launcher has ended without a word, killed perhaps: nobody would stop us any more.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}

// Imported when the warnings are dealt with: static imports would run before.
export {}

const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
