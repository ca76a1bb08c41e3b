import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { whyNot } from '../service/chunks/fs/faults/children.ts'

const prologue = `
  import { bearBrokenOutput } from ${JSON.stringify(join(import.meta.dirname, 'output.ts'))}
  import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))}
  bearBrokenOutput()
  const log = createLog('info')
  const padding = 'x'.repeat(1000)
`
const node = (script: string) => [process.execPath, '--input-type=module', '-e', prologue + script]

/** The lines that are whole, and how many the log says are missing. */
function read(log: string) {
  const whole = log.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as { n?: number; lost?: number }]
    } catch {
      return []
    }
  })
  const lost = whole.reduce((sum, line) => sum + (line.lost ?? 0), 0)
  return { numbers: whole.flatMap(({ n }) => (n === undefined ? [] : [n])), lost }
}

describe('the log', () => {
  it('R13 drops what a reader that does not read leaves no room for, and says how much once it reads again', async () => {
    const script = `
      for (let n = 0; n < 5000; n++) log.info({ n, padding }, 'line')
      process.stderr.once('drain', () => log.info({ n: 5000 }, 'line'))
      console.log('written')`
    const [command, ...args] = node(script)
    const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    await once(child.stdout, 'data') // nobody has read stderr, and the child got this far all the same
    const { numbers, lost } = read(await text(child.stderr))
    expect(numbers[0]).toBe(0)
    expect(numbers.at(-1)).toBe(5000)
    expect(lost).toBeGreaterThan(1000)
    expect(numbers.length + lost).toBe(5001)
  })

  const reason = whyNot('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'])
  it.skipIf(reason)(
    `R13 goes on by itself when a full disk has room again, and says how many lines are missing ${reason ?? ''}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'thaw-log-'))
      const script = `
        import { unlinkSync, writeFileSync } from 'node:fs'
        import { setImmediate } from 'node:timers/promises'
        const filler = process.argv[1] + '/filler'
        writeFileSync(filler, Buffer.alloc(2 ** 19))
        for (let n = 0; n < 2000; n++) log.info({ n, padding }, 'line')
        await setImmediate() // what is written in one turn fails together
        unlinkSync(filler)
        log.info({ n: 2000 }, 'line')`
      const mount = `mount -t tmpfs -o size=1m tmpfs "$0" && "$@" "$0" 2> "$0/log"; cat "$0/log"`
      const [command, ...args] = node(script)
      const child = spawn('unshare', ['-rm', 'sh', '-c', mount, folder, command!, ...args, '--'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const { numbers, lost } = read(await text(child.stdout))
      rmSync(folder, { recursive: true })
      expect(numbers.at(-1)).toBe(2000)
      expect(lost).toBeGreaterThan(1000)
      // The line that found the disk full in its middle is neither whole nor known to be lost.
      expect(2001 - numbers.length - lost).toBeOneOf([0, 1])
    },
  )
})
