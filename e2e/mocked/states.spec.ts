import type { Page } from '@playwright/test'
import { expectAccessible } from '../accessibility.ts'
import { alive } from '../alive.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { startThaw } from '../thaw.ts'

const bar = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words })
const offline = 'The dashboard does not answer.'
const signedOut = 'Your session has ended. What you see stays'
const upgraded = 'Thaw was upgraded since this page was opened.'

test.describe('a session that ended', () => {
  test('is told beside what was read; signing in elsewhere, the page goes on', async ({ page, context, thaw }) => {
    await page.goto('/jobs?vault=Default')
    await expect(page.getByText('100 jobs so far')).toBeVisible()
    await context.clearCookies({ name: /^thaw-session/ })
    await page.mouse.move(600, 500)
    await page.mouse.wheel(0, 20_000)
    await expect(bar(page, signedOut)).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: 'Your session has ended. Sign in again' })).toBeVisible()
    await expectAccessible(page)

    const [beside] = await Promise.all([
      context.waitForEvent('page'),
      bar(page, signedOut).getByRole('link', { name: 'Sign in' }).click(),
    ])
    await beside.getByLabel('Or paste the code from the link').fill((await thaw.run('sign-in')).stdout.trim())
    await beside.getByRole('button', { name: 'Sign in' }).click()
    await expect(beside).toHaveURL(/\/jobs\?vault=Default$/)

    await expect(page.getByText('200 jobs so far')).toBeVisible()
    await expect(bar(page, signedOut)).toHaveCount(0)
  })

  test('leaves an overview that keeps itself current on the screen', async ({ page, context }) => {
    await page.clock.install()
    await page.goto('/jobs')
    await expect(page.getByRole('table', { name: 'Resources' })).toBeVisible()
    await context.clearCookies({ name: /^thaw-session/ })
    await page.clock.runFor(25_000)
    await expect(bar(page, signedOut)).toBeVisible()
    await expect(page).toHaveURL(/\/jobs$/)
    await expect(page.getByRole('table', { name: 'Resources' })).toBeVisible()
  })

  test('keeps what is being typed and chosen', async ({ page, context }) => {
    await page.goto('/jobs/thousand')
    await page
      .getByRole('row', { name: /disk\.img/ })
      .getByRole('checkbox')
      .check()
    const cookies = await context.cookies()
    await context.clearCookies({ name: /^thaw-session/ })
    await page.getByRole('button', { name: 'Verify all', exact: true }).click()
    await expect(bar(page, signedOut)).toBeVisible()
    const failure = page.getByRole('dialog', { name: 'The verification did not begin' })
    await expect(failure.getByRole('link', { name: 'Sign in' })).toBeVisible()
    await context.addCookies(cookies)
    await expect(failure.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(bar(page, signedOut)).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('row', { name: /disk\.img/ }).getByRole('checkbox')).toBeChecked()
  })

  test('leads a navigation through the sign-in page to where it went', async ({ page, context }) => {
    await page.goto('/jobs/thousand')
    await expect(page.getByRole('link', { name: 'photos/', exact: true })).toBeVisible()
    await context.clearCookies({ name: /^thaw-session/ })
    await page.getByRole('link', { name: 'photos/', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    const next = new URL(new URL(page.url()).searchParams.get('next') ?? '', page.url())
    expect([next.pathname, next.searchParams.get('folder')]).toEqual(['/jobs/thousand', 'photos/'])
  })
})

test.describe('a connection that is lost', () => {
  test.beforeEach(({ tolerate }) => tolerate(/ERR_INTERNET_DISCONNECTED/))

  test('is told; what was asked for meanwhile comes when it is back', async ({ page, context }) => {
    await page.goto('/jobs/thousand?view=flat')
    await expect(page.getByText('100 objects so far')).toBeVisible()
    await alive(page)
    await context.setOffline(true)
    await expect(bar(page, offline)).toBeVisible()
    await expectAccessible(page)
    await page.mouse.move(600, 500)
    await page.mouse.wheel(0, 20_000)
    await context.setOffline(false)
    await expect(bar(page, offline)).toHaveCount(0)
    await expect(page.getByText(/^(199|200) objects so far/)).toBeVisible()
  })

  test('does not take the page away from who follows a link', async ({ page, context }) => {
    await page.goto('/jobs/thousand')
    const link = page.getByRole('link', { name: 'photos/', exact: true })
    await expect(link).toBeVisible()
    await alive(page)
    await context.setOffline(true)
    await link.click()
    await expect(bar(page, offline)).toBeVisible()
    await expect(link).toBeVisible()
    await context.setOffline(false)
    await expect(page).toHaveURL(/folder=photos/)
    await expect(page.getByRole('link', { name: '2025/', exact: true })).toBeVisible()
  })

  test('keeps a dialog from opening, not the page from working', async ({ page, context }) => {
    await page.goto('/jobs/thousand')
    await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
    await alive(page)
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Help and keys' }).click()
    await expect(bar(page, offline)).toBeVisible()
    await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

test.describe('a page of another build', () => {
  test('asks for a reload when its action is not known any more', async ({ page, tolerate }) => {
    tolerate(/status of 409/)
    await page.goto('/jobs?vault=Default')
    await expect(page.getByText('100 jobs so far')).toBeVisible()
    await page.route('**/*', (route, request) =>
      request.method() === 'POST'
        ? route.continue({ headers: { ...request.headers(), 'next-action': `40${'0'.repeat(40)}` } })
        : route.fallback(),
    )
    await page.mouse.move(600, 500)
    await page.mouse.wheel(0, 20_000)
    await expect(bar(page, upgraded)).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: 'Thaw was upgraded' })).toBeVisible()
    await expectAccessible(page)
    await page.unrouteAll()
    await bar(page, upgraded).getByRole('button', { name: 'Reload' }).click()
    await expect(page.getByText(/\d00 jobs so far/)).toBeVisible() // it is at the end of the first hundred, and reads on
    await expect(page).toHaveURL(/\/jobs\?vault=Default$/)
    await expect(bar(page, upgraded)).toHaveCount(0)
  })

  test('asks for a reload when its scripts are gone', async ({ page, tolerate }) => {
    tolerate(/status of 404/)
    await page.goto('/jobs/thousand')
    await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
    await page.route('**/_next/static/**', (route) => route.fulfill({ status: 404, body: 'Not Found' }))
    await page.getByRole('button', { name: 'Download all' }).click()
    await expect(bar(page, upgraded)).toBeVisible()
    await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  })
})

test('what needs a script that cannot be had yet is waited for, and the page stays', async ({
  page,
  job,
  tolerate,
}) => {
  tolerate(/ERR_FAILED/)
  await page.goto(`/jobs/${job('thousand')}`)
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.route('**/_next/static/**/*.js', (route) => route.abort())
  await page.getByRole('button', { name: 'Verify all' }).click()
  await expect(bar(page, upgraded)).toBeVisible()
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
  await page.unrouteAll()
  await expect(page.getByRole('region', { name: 'Verifications' })).toContainText('The whole job')
})

test('a server that restarts is waited for, with the session it had', async ({ browser }) => {
  await using thaw = await startThaw('mocked')
  const context = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const page = await context.newPage()
  await signIn(page, thaw.signInLink)
  await page.goto('/jobs/thousand')
  const link = page.getByRole('link', { name: 'photos/', exact: true })
  await expect(link).toBeVisible()
  const restarted = thaw.restart()
  const answers = () =>
    page.request.get('/healthz').then(
      () => true,
      () => false,
    )
  await expect.poll(answers, { intervals: [50] }).toBe(false)
  await link.click()
  await expect(bar(page, offline)).toBeVisible()
  await restarted
  await expect(page.getByRole('link', { name: '2025/', exact: true })).toBeVisible()
  await context.close()
})

test('throttling is counted down and over by itself', async ({ page, thaw, job }) => {
  const id = job('throttled-always')
  await page.goto(`/jobs/${id}?view=flat`)
  const panel = bar(page, 'asks to slow down')
  await expect(panel.getByText(/^ in \d+ s$/)).toBeVisible()
  await thaw.mocks.open(id)
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
})

test('what takes long says so', async ({ page, thaw, job }) => {
  const id = job('held')
  await page.goto(`/jobs/${id}?view=flat`, { waitUntil: 'commit' })
  await expect(page.getByText('The storage service is taking its time.')).toBeVisible()
  await thaw.mocks.open(id)
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
})

test('an address that leads nowhere keeps the frame for those who are signed in', async ({
  page,
  browser,
  thaw,
  tolerate,
}) => {
  tolerate(/status of 404/)
  expect((await page.goto('/nowhere/at/all'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await expect(page.getByRole('banner').getByRole('link', { name: 'Restores' })).toBeVisible()
  await expect(page).toHaveTitle('Not found · Thaw')
  await page.getByRole('link', { name: 'All jobs', exact: true }).click()
  await expect(page.getByText('100 jobs so far')).toBeVisible()

  const stranger = await browser.newContext({ baseURL: thaw.url, storageState: nobody })
  const other = await stranger.newPage()
  expect((await other.goto('/nowhere'))?.status()).toBe(404)
  await expect(other.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await expect(other.getByRole('banner')).toHaveCount(0)
  await stranger.close()
})

test('keys and focus: skip link, tooltips, and the work after a navigation', async ({ page }) => {
  await page.goto('/jobs/thousand')
  await expect(page.getByRole('link', { name: 'photos/', exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('#work')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeFocused()
  for (let row = 0; row < 3; row++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: '2025/', exact: true })).toBeVisible()
  await expect(page.locator('#work')).toBeFocused()

  const theme = page.getByRole('button', { name: /^Theme/ })
  await page.getByRole('button', { name: /^Rows/ }).focus()
  await page.keyboard.press('Tab')
  await expect(theme).toBeFocused()
  expect(await theme.evaluate((button) => getComputedStyle(button, '::after').content)).toContain('Theme')
})

for (const [name, options] of Object.entries({
  'forced colours': { forcedColors: 'active' },
  'more contrast': { contrast: 'more' },
  'reduced motion': { reducedMotion: 'reduce' },
} as const))
  test(`${name}: the pages stay whole and accessible`, async ({ page }) => {
    await page.emulateMedia(options)
    await page.goto('/jobs/thousand')
    await expect(page.getByRole('link', { name: 'disk.img', exact: true })).toBeVisible()
    await expectAccessible(page)
    const moving = await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    )
    if (name === 'reduced motion') expect(moving).toBe(0)
  })
