import { join } from 'node:path'
import { accessibilityFindings } from '../accessibility.ts'
import { arrived } from '../alive.ts'
import { expect, test } from '../fixtures.ts'
import { type Visited, visited } from '../places-report.ts'
import { places } from './places.ts'

/*
 * Every page in every state, light, dark and on a phone: nothing against WCAG 2.2 AA, nothing wider than the screen, and
 * a picture for people to look at. places-report.ts gathers what is found and taken here.
 */

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const looks = [
  { look: 'light', options: { colorScheme: 'light' } },
  { look: 'dark', options: { colorScheme: 'dark' } },
  { look: 'phone', options: { ...phone, colorScheme: 'light' } },
] as const

test.use({ trace: 'off' })

for (const { look, options } of looks)
  test.describe(look, () => {
    test.use(options)

    for (const place of places)
      test(`${place.name}, ${look}, is accessible and fits`, async ({ page, tolerate, thaw, job }, info) => {
        tolerate(/status of (404|502)/) // pages and previews that are not there, or fail on purpose
        const own = place.own ? job(place.own) : ''
        await place.before?.(thaw, own)
        // What is held back keeps the document open.
        await page.goto(place.path.replace('{own}', own), { waitUntil: place.own ? 'commit' : 'load' })
        const shown = await place.arrived(page)
        if (!place.loading) await arrived(page)
        await page.evaluate(() => document.fonts.ready)
        const findings = await accessibilityFindings(page)
        if (look === 'phone') await shown.scrollIntoViewIfNeeded()
        const picture = `${place.name}-${look}.png`
        await page.screenshot({ path: join(info.project.outputDir, 'screenshots', picture), animations: 'disabled' })
        info.annotations.push(visited({ name: place.name, look, picture, findings } satisfies Visited))
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        if (own) await thaw.mocks.open(own)
        await place.after?.(thaw)
        expect(findings).toEqual([])
        expect(width).toBeLessThanOrEqual(page.viewportSize()!.width)
      })
  })
