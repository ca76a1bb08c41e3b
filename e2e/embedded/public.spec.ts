import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, nobody, test } from '../fixtures.ts'

/*
 * public/: what browsers, crawlers and chat programs ask for before anybody is signed in.
 */

test.use({ storageState: nobody })

const files = readdirSync(join(import.meta.dirname, '../../public'))

test('everything in public/ is there for everybody, with the policy of all answers', async ({ request }) => {
  for (const file of files) {
    const answer = await request.get(`/${file}`)
    expect(answer.status(), file).toBe(200)
    expect(answer.headers()['x-content-type-options'], file).toBe('nosniff')
  }
})

test('crawlers are asked to stay away', async ({ request, page }) => {
  expect(await (await request.get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n')
  await page.goto('/sign-in')
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex, nofollow')
})

test('what the head of a page names is in public/', async ({ page, request, thaw }) => {
  await page.goto('/sign-in')
  const icons = await page
    .locator('link[rel~="icon"], link[rel="apple-touch-icon"]')
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLLinkElement).href).pathname))
  expect(icons.sort()).toEqual(['/apple-touch-icon.png', '/favicon.ico', '/icon.svg'])
  await expect(page.locator('meta[property="og:image"]')).toHaveAttribute('content', `${thaw.url}/link-preview.png`)

  await expect(page.locator('link[rel="manifest"]')).toHaveAttribute('href', '/site.webmanifest')
  const manifest = (await (await request.get('/site.webmanifest')).json()) as { icons: { src: string }[] }
  const named = [...icons, ...manifest.icons.map(({ src }) => src)].map((path) => path.slice(1))
  expect(files).toEqual(expect.arrayContaining(named))
})
