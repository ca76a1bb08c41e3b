/**
 * What a person waits for in the browser: pages of a job with a million objects over loopback, a long scroll, typing in
 * a filter, reads that should run side by side. The built server, its storage answered by the mocks of the tests.
 *
 *     npm run bench -- pages [--runs 5] [--rows 100000]
 *
 * Times depend on the machine and on what else it does: the load average is printed with them, and of every long task
 * how much of it ran, which depends less on others.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { browserOptions } from '../e2e/browser.ts'
import { signIn } from '../e2e/fixtures.ts'
import { startThaw } from '../e2e/thaw.ts'
import { median, printTable } from './measure.ts'
import { longTasks, type Task, taskCells, taskColumns } from './tasks.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, rows: { type: 'string', default: '100000' } },
})
const runs = Number(values.runs)
const rows = Number(values.rows)
const MiB = 1024 * 1024

await using thaw = await startThaw('mocked')
const browser: Browser = await chromium.launch(await browserOptions())
const first = await browser.newContext({ baseURL: thaw.url })
await signIn(await first.newPage(), thaw.signInLink)
const storageState = await first.storageState()
await first.close()

declare global {
  interface Window {
    paints: number[]
  }
}

/** A page of a browser that has nothing in its cache and notes its largest paints, in milliseconds. */
async function freshPage(): Promise<Page> {
  const context = await browser.newContext({ baseURL: thaw.url, storageState, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => {
    window.paints = []
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) window.paints.push(startTime)
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
  return context.newPage()
}

const milliseconds = (value: number) => `${Math.round(value)} ms`

async function largestPaint(path: string): Promise<string[]> {
  const paints: number[] = []
  const tasks: Task[] = []
  for (let run = 0; run < runs; run++) {
    const page = await freshPage()
    tasks.push(...(await longTasks(browser, () => page.goto(path, { waitUntil: 'networkidle' }))).tasks)
    paints.push(await page.evaluate(() => window.paints.at(-1) ?? Number.NaN))
    await page.context().close()
  }
  return [milliseconds(median(paints)), milliseconds(Math.max(...paints)), ...taskCells(tasks)]
}

async function heapUsed(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize / MiB
}

/** Scrolls on with every frame until so many rows have come; how many then had. */
const scrollTo = (page: Page, mark: number): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const pattern = /^([\d,]+) objects so far/
        const isCounter = ({ childElementCount, textContent }: Element) =>
          childElementCount === 0 && pattern.test(textContent)
        let counter: Element | undefined
        const step = () => {
          if (!counter?.isConnected) counter = [...document.querySelectorAll('main *')].find(isCounter)
          const known = Number(counter?.textContent.match(pattern)?.[1]?.replaceAll(',', ''))
          if (known >= wanted) return resolve(known)
          window.scrollBy(0, 3_000)
          requestAnimationFrame(step)
        }
        step()
      }),
    mark,
  )

/** Scrolls through the rows; the heap on the way, after a collection. */
async function scroll(): Promise<void> {
  const page = await freshPage()
  await page.goto('/jobs/million?view=flat', { waitUntil: 'networkidle' })
  const session = await page.context().newCDPSession(page)
  const lines: string[][] = []
  for (const mark of [0.01, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * rows))) {
    const started = performance.now()
    const { result: seen, tasks } = await longTasks(browser, () => scrollTo(page, mark))
    const taken = `${((performance.now() - started) / 1000).toFixed(0)} s`
    const elements = await page.evaluate(() => document.querySelectorAll('*').length)
    const heap = `${(await heapUsed(session)).toFixed(1)} MiB`
    lines.push([String(seen), taken, heap, String(elements), ...taskCells(tasks)])
  }
  await page.context().close()
  printTable(['rows', 'in', 'heap', 'elements', ...taskColumns], lines)
}

async function type(path: string, text: string): Promise<string[]> {
  const page = await freshPage()
  await page.goto(path, { waitUntil: 'networkidle' })
  await page.keyboard.press('/')
  const { tasks } = await longTasks(browser, async () => {
    await page.keyboard.type(text, { delay: 60 })
    await page.waitForLoadState('networkidle')
  })
  await page.context().close()
  return taskCells(tasks)
}

/** Five pages of rows wanted at once, none of them answered: how long until the service has all five questions. */
async function sideBySide(): Promise<number> {
  const id = `turnstile.bench-${crypto.randomUUID().slice(0, 8)}`
  const page = await freshPage()
  await page.setViewportSize({ width: 1280, height: 19_000 })
  await page.clock.install()
  await page.goto(`/jobs/${id}?view=flat`)
  await page.getByText('objects so far').waitFor()
  while ((await page.getByText(/^1,[2-9]\d\d objects so far/).count()) === 0) {
    const before = await page.evaluate(() => document.body.scrollHeight)
    await page.evaluate((height) => window.scrollTo(0, height), before)
    await page.waitForFunction((height) => document.body.scrollHeight > height, before)
  }
  await page.clock.fastForward('02:00')
  await thaw.mocks.shut(id)
  const asked = async () => (await thaw.mocks.calls(id)).filter((call) => call.operation === 'ListObjects').length
  const before = await asked()
  const started = performance.now()
  await page.evaluate(() => window.scrollTo(0, 0))
  while ((await asked()) < before + 5);
  const taken = performance.now() - started
  await thaw.mocks.open(id)
  await page.context().close()
  return taken
}

const load = () => `load average ${loadavg()[0]!.toFixed(1)}`

console.log(`Largest contentful paint of ${runs} visits with an empty cache (bar: 1000 ms; ${load()})\n`)
const visits = {
  'jobs, six hundred of them': '/jobs',
  'a job of a million objects, by name': '/jobs/million?view=flat',
  'the same, in folders': '/jobs/million?folder=data/',
  'an object of a thousand chunks': '/jobs/large/object?name=many-chunks.bin',
}
const painted: string[][] = []
for (const [name, path] of Object.entries(visits)) painted.push([name, ...(await largestPaint(path))])
printTable(['page', 'median', 'slowest', ...taskColumns], painted)

console.log(`\nScrolling (bar: no task over 50 ms, a flat heap; ${load()})\n`)
await scroll()

console.log(`\nTyping in a filter (bar: no task over 50 ms; ${load()})\n`)
printTable(
  ['filter', ...taskColumns],
  [
    ['jobs by text', ...(await type('/jobs', 'nightly-0421'))],
    ['a million objects by prefix', ...(await type('/jobs/million?view=flat', 'data/731/5'))],
  ],
)

console.log(`\nFive reads wanted at once (${load()}): all five are with the service, none answered, after`)
console.log(milliseconds(median([await sideBySide(), await sideBySide(), await sideBySide()])))
await browser.close()
