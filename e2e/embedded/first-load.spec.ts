import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '../fixtures.ts'
import { temporaryFolder } from '../folder.ts'

const KiB = 1024
/** What a page may load above the framework's own scripts before anything is pressed, gzip; an object's has its preview as well. */
const budget = (path: string) => (path.includes('/object') ? 63 : 61) * KiB
const built = resolve(import.meta.dirname, '../../.next')

test('what pages load before anything is pressed stays small beside the framework', async ({ page, thaw }) => {
  await using folder = await temporaryFolder()
  await folder.write({ 'notes.txt': 'Remember the milk.\n' })
  const { stdout } = await thaw.run('backup', folder.path, '--resource', 'first-load:folder')
  const job = stdout.trim().split('\n').at(-1)!

  const { rootMainFiles } = JSON.parse(await readFile(join(built, 'build-manifest.json'), 'utf8')) as {
    rootMainFiles: string[]
  }
  const framework = await Promise.all(rootMainFiles.map((name) => readFile(join(built, name))))
  const base = framework.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0)

  const rows: { page: string; 'gzip KiB': string; 'above the framework': string }[] = []
  const over: string[] = []
  for (const path of ['/jobs', `/jobs/${job}`, `/jobs/${job}/object?name=notes.txt`, '/restores', '/damage?chunk=x']) {
    const scripts: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body())
    })
    await page.goto(path, { waitUntil: 'networkidle' })
    page.removeAllListeners('response')
    const total = (await Promise.all(scripts)).reduce((sum, bytes) => sum + gzipSync(bytes).length, 0)
    rows.push({
      page: path.replace(job, '{job}'),
      'gzip KiB': (total / KiB).toFixed(1),
      'above the framework': ((total - base) / KiB).toFixed(1),
    })
    if (total - base > budget(path)) over.push(path)
  }
  console.table([
    { page: 'framework alone', 'gzip KiB': (base / KiB).toFixed(1), 'above the framework': '0.0' },
    ...rows,
  ])
  expect(over).toEqual([])
})
