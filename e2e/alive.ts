import { expect, type Page } from '@playwright/test'

/**
 * Until the page's frame has come alive, which is what `tabindex` on the work tells. From then on keys are heard wherever
 * they are pressed: before, only those that work everywhere.
 */
export async function alive(page: Page): Promise<void> {
  await expect(page.locator('#work')).toHaveAttribute('tabindex', '-1')
}
