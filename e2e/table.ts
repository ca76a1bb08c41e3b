import { expect, type Locator, type Page } from '@playwright/test'
import { alive } from './alive.ts'

/**
 * Scrolls a table of virtual rows to its end, as with a wheel, and keeps what each row that came by is called: its main
 * link, or its checksum where it has none.
 *
 * @returns the names by row, in the order of the rows; a row that changed its name on the way fails.
 */
export async function scrollThrough(page: Page, table: Locator): Promise<string[]> {
  const names = new Map<number, string>()
  const gather = async () => {
    const rows = await table.locator('tr[aria-rowindex]').evaluateAll((elements) =>
      elements.flatMap((row) => {
        const link = row.querySelector('[data-row]')
        const told = (link ?? row.querySelector('code'))?.textContent
        return told === undefined ? [] : [[Number(row.getAttribute('aria-rowindex')), told] as const]
      }),
    )
    for (const [index, name] of rows) {
      expect(names.get(index) ?? name).toBe(name)
      names.set(index, name)
    }
    return names.size
  }
  /** Whether rows are drawn below what one turn of the wheel passes by: what has not been drawn is not gathered. */
  const keptUp = () =>
    table.evaluate((element) => {
      const last = [...element.querySelectorAll('tr[aria-rowindex]')].at(-1)
      return !last || last.getBoundingClientRect().bottom > 350
    })
  const total = async () => Number(await table.getAttribute('aria-rowcount')) - 1

  await alive(page) // before, each turn of the wheel would leave the rows that are drawn
  await page.mouse.move(8, 500) // beside whatever scrolls by itself
  for (let seen = await gather(); seen !== (await total()); seen = names.size) {
    // Once more where a turn of the wheel brought nothing new: a list that has just come alive draws fewer rows. Turns are
    // small beside what is drawn around the view, so that two of them at once pass no row by.
    await expect
      .poll(async () => {
        if (await keptUp()) await page.mouse.wheel(0, 350)
        return (await gather()) > seen || (await total()) === seen
      })
      .toBe(true)
  }
  return [...names].sort(([a], [b]) => a - b).map(([, name]) => name)
}
