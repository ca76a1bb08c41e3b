import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const script = `
  import { untilStopped } from ${JSON.stringify(join(import.meta.dirname, 'until-stopped.ts'))}
  const stopped = untilStopped(() => console.log('ending'), Number(process.argv[1]))
  setInterval(() => {}, 1000)
  console.log('ready')
  await stopped
  console.log('stopping')`

async function start(sameSignalWithin: number) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', String(sameSignalWithin)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready\n')
  return { child, lines }
}

describe('stopping by signal', () => {
  it('takes the same Ctrl-C arriving twice for one', async () => {
    const { child, lines } = await start(60_000)
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect((await lines.next()).value).toBe('stopping\n')
    child.kill('SIGKILL')
  })

  it('ends on the spot at a second one', async () => {
    const { child, lines } = await start(0)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await lines.next()).value).toBe('stopping\n')
    child.kill('SIGTERM')
    expect((await lines.next()).value).toBe('ending\n')
    expect(await ended).toEqual([null, 'SIGTERM'])
  })
})
