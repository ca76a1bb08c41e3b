// What has to be there before Thaw can run from a clone: its dependencies, and the built pages.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNode } from './node26.js'

export const projectDir = fileURLToPath(new URL('..', import.meta.url))

const builtFrom = join(projectDir, '.next/built-from')

/** Runs `npm ci` when what is installed is not what the lockfile asks for. */
export async function installMissing() {
  if (isInstalled()) return
  console.error('Installing dependencies…')
  await succeed(() =>
    runNpm(['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-fund', '--no-audit']),
  )
}

/** Compares with the list npm leaves in node_modules, which is there only after an installation that went through. */
function isInstalled() {
  const installed = read(join(projectDir, 'node_modules/.package-lock.json'))
  if (installed === undefined) return false
  const { packages: found } = JSON.parse(installed)
  const { packages: wanted } = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8'))
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true
    if (found[path] === undefined) return Boolean(optional || devOptional)
    return found[path].version === version
  })
}

/** Builds the pages when anything they are made from has changed since the last build. */
export async function buildStale() {
  const fingerprint = fingerprintOf([
    'app',
    'components',
    'lib',
    'public',
    'next.config.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
  if (read(builtFrom) === fingerprint) return
  console.error('Building the dashboard…')
  await succeed(() =>
    runNode([join(projectDir, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: projectDir,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', process.stderr, process.stderr],
    }),
  )
  await succeed(() => runNode([join(projectDir, 'bin/compress-assets.js')], { cwd: projectDir, stdio: 'inherit' }))
  writeFileSync(builtFrom, fingerprint)
}

/** A step that ends with anything but 0 ends the whole command with that code. */
class StepFailed extends Error {
  constructor(exitCode) {
    super(`A step failed with exit code ${exitCode}.`)
    this.exitCode = exitCode
  }
}

async function succeed(step) {
  const exitCode = await step()
  if (exitCode !== 0) throw new StepFailed(exitCode)
}

function runNpm(args) {
  // Set by `npm start` itself, to the npm in use; other package managers set it to themselves.
  const running = process.env.npm_execpath
  const [command, ...first] = running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm']
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: projectDir,
      stdio: ['ignore', process.stderr, process.stderr],
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

function fingerprintOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesUnder).sort()) {
    const content = readFileSync(join(projectDir, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const found = statSync(join(projectDir, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return path.endsWith('.test.ts') ? [] : [path]
  return readdirSync(join(projectDir, path)).flatMap((name) => filesUnder(`${path}/${name}`))
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
