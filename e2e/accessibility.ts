import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { arrived } from './alive.ts'

/** Until nothing moves any more but what moves for ever: half-way through a fade nothing has its contrast. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
}

/** A line for each thing that axe finds against WCAG 2.2 AA and its best practices: rule, element, what to do. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  await stillness(page)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id}: ${help}: ${node.target.join(' ')} ${node.any.map((check) => check.message).join(', ')}`,
    ),
  )
}

/** Fails with a line for each finding. */
export async function expectAccessible(page: Page): Promise<void> {
  await arrived(page)
  expect(await accessibilityFindings(page)).toEqual([])
}
