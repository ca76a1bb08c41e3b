import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import type { LaunchOptions } from '@playwright/test'

/*
 * The browser the tests bring themselves: a headless Chromium that travels as an npm package, with the shared libraries
 * a bare Debian lacks. Everything is unpacked once into the temp folder; nothing is installed on the machine.
 */

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')

/** Keeps the browser off the network and away from graphics hardware; the rest is Playwright's own choice. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
]

/**
 * Launch options for the browser: the one named by `THAW_TEST_BROWSER` (path of a Chromium), else the packed one,
 * unpacked on first use.
 *
 * @throws {Error} when the packed browser does not run on this machine and no other is named.
 */
export async function browserOptions(): Promise<LaunchOptions> {
  const chosen = process.env.THAW_TEST_BROWSER
  if (chosen) return { executablePath: chosen, args }
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The packed browser is for Linux on x64; name a Chromium with THAW_TEST_BROWSER=/path/to/chromium.')
  const home = await unpackOnce()
  const env = { ...process.env, LD_LIBRARY_PATH: join(home, 'lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') }
  return { executablePath: join(home, 'chromium'), args, env }
}

async function unpackOnce(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string }
  const home = join(tmpdir(), `thaw-test-browser-${version}-${process.getuid?.()}`)
  if (existsSync(home)) return home

  const fresh = await mkdtemp(`${home}-`)
  try {
    await Promise.all([
      decompress('chromium.br', join(fresh, 'chromium')),
      unpackTar('al2023.tar.br', fresh),
      unpackTar('fonts.tar.br', fresh),
    ])
    await writeFile(join(fresh, 'fonts.conf'), fontsConf(home))
    await rename(fresh, home)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    if (!existsSync(home)) throw error // otherwise another worker was quicker
  }
  return home
}

async function unpackTar(name: string, directory: string): Promise<void> {
  const archive = join(directory, name)
  await decompress(name, archive)
  const tar = spawn('tar', ['-x', '-f', archive, '-C', directory], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(tar, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`tar could not unpack ${name} (exit code ${code})`)
  await rm(archive)
}

function decompress(name: string, target: string): Promise<void> {
  return pipeline(
    createReadStream(join(packed, 'bin', name)),
    createBrotliDecompress(),
    createWriteStream(target, { mode: 0o755 }),
  )
}

/** The package's own configuration names folders of a serverless host. */
function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`
}
