import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, nobody, test } from '../fixtures.ts'
import { homeFolder } from '../folder.ts'
import type { ThawServer } from '../thaw.ts'

/*
 * An operator's way from the sign-in link to a file that was verified and downloaded, against the real service: with a
 * mouse, with the keyboard alone, and on a phone by touch.
 */

test.use({ storageState: nobody })

/** A backup of a small home folder. */
async function backedUp(thaw: ThawServer, resource: string) {
  const home = await homeFolder()
  const { code, stderr } = await thaw.run('backup', home.path, '--resource', resource)
  expect(code, stderr).toBe(0)
  return home
}

async function followSignInLink(page: Page, thaw: ThawServer): Promise<void> {
  await page.goto((await thaw.run('sign-in')).stdout.trim())
  await expect(signInButton(page)).toBeVisible()
}

/** The bytes a download brought are those of a file, by their SHA-256. */
async function expectDownload(page: Page, file: string, press: () => Promise<void>): Promise<void> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  expect(await download.failure()).toBeNull()
  expect(await hashOf(await download.path())).toBe(await hashOf(file))
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('base64')
}

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const signInButton = (page: Page) => page.getByRole('button', { name: /^Sign in/ })
const jobOf = (page: Page, resource: string) =>
  page.getByRole('table', { name: 'Jobs', exact: true }).getByRole('link', { name: resource })
const verified = (page: Page) =>
  page.getByRole('region', { name: 'Verifications' }).getByText('Verified', { exact: true })

test('with a mouse', async ({ page, thaw }) => {
  await using home = await backedUp(thaw, 'operator:mouse')
  await followSignInLink(page, thaw)
  await signInButton(page).click()
  await jobOf(page, 'operator:mouse').click()
  await link(page, 'disk.img').click()
  await button(page, 'Verify').click()
  await expect(verified(page)).toBeVisible()
  await expectDownload(page, join(home.path, 'disk.img'), () => link(page, 'Download').click())
  await link(page, 'Restores').click()
  await expect(page.getByRole('row', { name: /disk\.img.*operator:mouse/ }).getByText('Verified')).toBeVisible()
})

test('with the keyboard alone', async ({ page, thaw }) => {
  await using home = await backedUp(thaw, 'operator:keys')
  const focus = page.locator(':focus')
  const { keyboard } = page
  const tabTo = async (name: RegExp) => {
    for (let steps = 0; steps < 60 && !name.test((await focus.textContent()) ?? ''); steps++)
      await keyboard.press('Tab')
    await expect(focus).toHaveText(name)
  }
  await followSignInLink(page, thaw)
  await expect(focus).toHaveText(/^Sign in/)
  await keyboard.press('Enter')

  await expect(jobOf(page, 'operator:keys')).toBeVisible()
  await keyboard.press('/')
  await keyboard.type('operator:keys')
  await keyboard.press('ArrowDown')
  await expect(focus).toHaveText('operator:keys')
  await keyboard.press('Enter')

  await expect(link(page, 'disk.img')).toBeVisible()
  await keyboard.press('/')
  await keyboard.press('ArrowDown')
  await expect(focus).toHaveText('disk.img')
  await keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'disk.img' })).toBeVisible()
  await tabTo(/^Verify$/)
  await keyboard.press('Enter')
  await expect(verified(page)).toBeVisible()
  await tabTo(/^Download$/)
  await expectDownload(page, join(home.path, 'disk.img'), () => keyboard.press('Enter'))

  await keyboard.press('Backspace')
  await expect(link(page, 'disk.img')).toBeVisible()
  await expect(page).toHaveURL(/\/jobs\/[^/]+$/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('by touch', async ({ page, thaw }) => {
    await using home = await backedUp(thaw, 'operator:phone')
    await followSignInLink(page, thaw)
    await signInButton(page).tap()
    await jobOf(page, 'operator:phone').tap()
    for (const name of ['photos/', '2026/', 'beach & sea.jpg']) await link(page, name).tap()
    await button(page, 'Verify').tap()
    await expect(verified(page)).toBeVisible()
    const picture = join(home.path, 'photos/2026/beach & sea.jpg')
    await expectDownload(page, picture, () => link(page, 'Download').tap())
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
