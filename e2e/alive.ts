import { expect, type Page } from '@playwright/test'

/** Until nothing that the page shows is on its way any more. */
export async function arrived(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

/**
 * Until the page has come alive: React marks the elements it has taken over. From then on keys are heard wherever they
 * are pressed: before, only those that work everywhere.
 */
export async function alive(page: Page): Promise<void> {
  const taken = () =>
    page.locator('#work').evaluate((work) => Object.keys(work).some((key) => key.startsWith('__react')))
  await expect.poll(taken).toBe(true)
}
