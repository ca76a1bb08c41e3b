import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'

const launcher = join(import.meta.dirname, 'node26.js')

/** Runs the launcher with these arguments of Node, from another folder. */
function launch(...args: string[]) {
  return spawn(process.execPath, [launcher, ...args], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('the launcher', () => {
  it('runs the pinned Node.js from any folder, with all arguments as they are', async () => {
    const child = launch('-p', 'process.version + JSON.stringify(process.argv.slice(1))', '--', 'a b', '$c')
    expect(await text(child.stdout)).toMatch(/^v26\.\d+\.\d+\["a b","\$c"\]\n$/)
  })

  it('ends with the exit code of what it ran', async () => {
    expect(await once(launch('-e', 'process.exit(3)'), 'exit')).toEqual([3, null])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'passes %s on once, waits for the end, and leaves nobody behind',
    async (signal) => {
      const script = `
      let count = 0
      process.on('${signal}', () => { count++; setImmediate(() => { console.log('signals', count); process.exit(4) }) })
      setInterval(() => {}, 1000)
      console.log(process.pid)`
      const child = launch('-e', script)
      const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]()
      const pid = Number((await lines.next()).value)
      const ended = once(child, 'exit')
      child.kill(signal)
      expect((await lines.next()).value).toBe('signals 1\n')
      expect(await ended).toEqual([4, null])
      expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
    },
  )
})
