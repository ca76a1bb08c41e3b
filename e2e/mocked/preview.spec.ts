import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { bearer, send } from '../http.ts'
import { sha256 } from '../mocks/content.ts'
import { samples } from '../mocks/samples.ts'
import type { ThawServer } from '../thaw.ts'

const address = (job: string, name: string, more = '') => `/jobs/${job}/object?${new URLSearchParams({ name })}${more}`
const previewPath = (job: string, name: string, more = '') => `/preview/${job}?${new URLSearchParams({ name })}${more}`
const GiB = 2 ** 30

/** Indices of the chunks that were asked for, each once. */
async function chunksRead(thaw: ThawServer, job: string): Promise<number[]> {
  const calls = (await thaw.mocks.calls(job)).filter(({ operation }) => operation === 'GetChunk')
  const indices = calls.map(({ key }) => {
    const token = decodeURIComponent(/\/chunk\/([^/?]+)/.exec(key)![1]!)
    return (JSON.parse(Buffer.from(token, 'base64url').toString()) as { index: number }).index
  })
  return [...new Set(indices)].sort((a, b) => a - b)
}

const text = (page: Page, name: string) => page.getByRole('region', { name: `Text of ${name}` })
const grid = (page: Page, name: string) => page.getByRole('grid', { name: `Bytes of ${name}` })
const handed = (page: Page) => page.locator('[role=gridcell][aria-selected=true]')

test.describe('text', () => {
  test('is read a window at a time, with lines numbered from the beginning', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'notes.txt'))
    await expect(text(page, 'notes.txt')).toContainText('line 1 of the log')
    expect((await chunksRead(thaw, id)).at(-1)).toBeLessThanOrEqual(3)
    await page.getByRole('button', { name: 'Later' }).click()
    await expect(text(page, 'notes.txt')).toContainText('line 4001 of the log')
    await expect(text(page, 'notes.txt').locator('[data-line="4001"]')).toContainText('line 4001 of the log')
    await expect(text(page, 'notes.txt').locator('[data-line="4000"]')).toHaveCount(0)
    await expect(page).toHaveURL(/at=\d+/)
    await page.reload()
    await expect(text(page, 'notes.txt')).toContainText('line 4001 of the log')
    await page.getByRole('button', { name: 'Beginning' }).click()
    await expect(text(page, 'notes.txt').locator('[data-line="1"]')).toContainText('line 1 of the log')
  })

  test('can be entered anywhere, and begins with a line there', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'notes.txt'))
    await page.getByLabel('Go to offset').fill('0xE0000')
    await page.keyboard.press('Enter')
    const first = text(page, 'notes.txt').locator('[data-line="+1"]')
    await expect(first).toContainText(/^2026-03-01 14:\d\d line \d+ of the log: all is well$/)
    const read = await chunksRead(thaw, id)
    expect(read.filter((index) => index > 3 && index < 13)).toEqual([])
    await page.getByLabel('Go to offset').fill('much')
    await page.keyboard.press('Enter')
    await expect(page.getByText('A number, or 0x and hexadecimal digits.')).toBeVisible()
  })

  test('N05 shows what hides in it, in UTF-8 and UTF-16', async ({ page }) => {
    await page.goto(address('samples', 'short.txt'))
    await expect(text(page, 'short.txt')).toContainText('naïve – 日本 😀')
    await expect(text(page, 'short.txt')).toContainText('\\u{202e}txt.exe')
    await page.goto(address('samples', 'utf16.txt'))
    await expect(text(page, 'utf16.txt')).toContainText('UTF-16: naïve – 日本')
    await expect(page.getByText('is a guess')).toHaveCount(0)
  })

  test('whose encoding nothing proves says that it is guessed, and can be read in another', async ({ page }) => {
    await page.goto(address('samples', 'latin.txt'))
    await expect(text(page, 'latin.txt')).toContainText('Grüße aus Köln, naïve café')
    await expect(page.getByText('The encoding is a guess: the bytes read as Windows-1252')).toBeVisible()
    await page.getByLabel('Encoding').selectOption({ label: 'Windows-1251, Cyrillic' })
    await expect(text(page, 'latin.txt')).toContainText('GrьЯe aus Kцln')
    await expect(page.getByText('is a guess')).toHaveCount(0)
    await expect(page).toHaveURL(/encoding=windows-1251/)
    await page.reload()
    await expect(text(page, 'latin.txt')).toContainText('GrьЯe aus Kцln')
    await page.getByLabel('Encoding').selectOption({ label: 'UTF-8' })
    await expect(page.getByText('Some bytes here are no characters in UTF-8')).toBeVisible()
    await page.goto(address('samples', 'unmarked-utf16.txt'))
    await expect(text(page, 'unmarked-utf16.txt').locator('[data-line="2"]')).toHaveText('zweite Zeile')
    await expect(page.getByText('The encoding is a guess: the bytes read as UTF-16 LE')).toBeVisible()
  })

  test('can be made of any bytes, in an encoding of one’s own choice', async ({ page }) => {
    await page.goto(address('samples', 'data.bin'))
    await expect(grid(page, 'data.bin')).toBeVisible()
    await page.getByRole('tab', { name: 'Text' }).click()
    await expect(page.getByText('This does not look like text in an encoding that is recognized')).toBeVisible()
    await page.getByLabel('Encoding').selectOption({ label: 'Windows-1252, Western' })
    await expect(text(page, 'data.bin')).toContainText('\\u{0}\\u{7}\\u{e}\\u{15}\\u{1c}#*18?FMT[bip')
  })
})

test.describe('JSON', () => {
  const tree = (page: Page, name: string) => page.getByRole('tree', { name: `JSON of ${name}` })

  test('is a tree with its digits as they were written, and text', async ({ page }) => {
    await page.goto(address('samples', 'order.json'))
    await expect(tree(page, 'order.json')).toContainText('12345678901234567890')
    await expect(tree(page, 'order.json')).toContainText('"<b>tea</b>"')
    await page.getByRole('tab', { name: 'Text' }).click()
    await expect(text(page, 'order.json')).toContainText('{"order": 12345678901234567890')
    await expect(page).toHaveURL(/view=text/)
  })

  test('of which there is much is a tree of its beginning, and says so', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'records.json'))
    await expect(page.getByText(/^The first 4\.0 MiB of \d\.\d MiB\./)).toBeVisible()
    await expect(tree(page, 'records.json')).toContainText(/\[ [\d,]+ elements so far … \]/)
    const { length, chunkSize } = samples['records.json']!
    expect((await chunksRead(thaw, id)).at(-1)).toBeLessThan(length / chunkSize - 8)
  })
})

test.describe('archives', () => {
  const entries = (page: Page, name: string) => page.getByRole('region', { name: `Entries of ${name}` })

  for (const name of ['archive.zip', 'archive.tar'])
    test(`${name} lists what is in it, as text`, async ({ page }) => {
      await page.goto(address('samples', name))
      await expect(entries(page, name)).toContainText('documents/naïve – 日本.txt')
      await expect(
        entries(page, name)
          .getByRole('row', { name: /plan\.txt/ })
          .first(),
      ).toContainText('68.4 KiB')
      await expect(entries(page, name)).toContainText('invoice\\u{202e}txt.exe')
      await expect(entries(page, name)).toContainText('<img src=x onerror=alert(2)>')
      await expect(page.getByText('the files in it were not looked at')).toBeVisible()
    })

  test('a packed tar lists the entries of what was unpacked', async ({ page }) => {
    await page.goto(address('samples', 'archive.tar.gz'))
    await expect(page.getByRole('region', { name: 'Entries in archive.tar.gz' })).toContainText(
      'latest → documents/plan.txt',
    )
    await expect(page.getByText(/^Unpacked here: [\d.]+ KiB\.$/)).toBeVisible()
  })

  test('much of it is shown a page at a time', async ({ page }) => {
    await page.goto(address('samples', 'many.zip'))
    for (const shown of ['1 to 200', '201 to 400', '401 to 500']) {
      await expect(page.getByText(`Entries ${shown} of 500`)).toBeVisible()
      if (shown !== '401 to 500') await page.getByRole('button', { name: 'Later' }).click()
    }
    await expect(entries(page, 'many.zip')).toContainText('photos/500.jpg')
    await page.getByRole('button', { name: 'Earlier' }).click()
    await expect(page.getByText('Entries 201 to 400 of 500')).toBeVisible()
  })
})

test('a SQLite database shows its schema and how large its tables are', async ({ page }) => {
  await page.goto(address('samples', 'data.sqlite'))
  const schema = page.getByRole('region', { name: 'Schema of data.sqlite' })
  const orders = schema.getByRole('row').filter({ has: page.getByText('orders', { exact: true }) })
  await expect(orders).toContainText('2,000')
  await expect(schema).toContainText('<script>alert(1)</script>')
  await schema.getByText('large_orders', { exact: true }).click()
  await expect(schema.getByText('CREATE VIEW large_orders AS SELECT')).toBeVisible()
})

test.describe('gzip', () => {
  const unpacked = (page: Page, name: string) => page.getByRole('region', { name: `Text in ${name}` })

  test('shows the text it holds, unpacked in the browser, and its own bytes in hex', async ({ page }) => {
    await page.goto(address('samples', 'log.gz'))
    await expect(unpacked(page, 'log.gz').locator('[data-line="1"]')).toContainText('line 1 of the log')
    await expect(page.getByText(/^Unpacked here: \d+ KiB\.$/)).toBeVisible()
    await page.getByRole('button', { name: 'Later' }).click()
    await expect(unpacked(page, 'log.gz').locator('[data-line="4001"]')).toContainText('line 4001 of the log')
    await page.getByRole('tab', { name: 'Hex' }).click()
    await expect(grid(page, 'log.gz')).toBeVisible()
  })

  test('M05 that unpacks to very much shows its beginning and says so', async ({ page }) => {
    await page.goto(address('samples', 'bomb.gz'))
    await expect(unpacked(page, 'bomb.gz').locator('[data-line="1"]')).toHaveText('all is well')
    await expect(page.getByText(/its beginning only: 4\.0 MiB from the first/)).toBeVisible()
  })
})

test.describe('pictures', () => {
  for (const [name, width] of [
    ['picture.png', 320],
    ['photo.jpg', 48],
    ['photo.webp', 48],
  ] as const)
    test(`${name} is shown`, async ({ page }) => {
      await page.goto(address('samples', name))
      const picture = page.getByRole('img', { name, exact: true })
      await expect(picture).toBeVisible()
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(width)
      await page.getByRole('button', { name: 'Natural size' }).click()
      await expect(page.getByRole('button', { name: 'Fit' })).toBeVisible()
    })

  test('one that would take much memory waits to be asked for', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'huge.png'))
    await expect(page.getByText('60,000 × 60,000 pixels')).toBeVisible()
    await expect(page.getByRole('img', { name: 'huge.png' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Show anyway' }).click()
    await expect(page.getByText('This browser cannot show this picture')).toBeVisible()
    expect(await chunksRead(thaw, id)).toEqual([0])
  })

  test('one that is broken in itself says so, and its bytes can be looked at', async ({ page }) => {
    await page.goto(address('samples', 'garbage.png'))
    await expect(page.getByText('This browser cannot show this picture')).toBeVisible()
    await page.getByRole('tab', { name: 'Hex' }).click()
    await expect(grid(page, 'garbage.png')).toContainText('PNG')
  })
})

test.describe('sound and film', () => {
  for (const [name, longer] of [
    ['tone.wav', 1.9],
    ['silence.mp3', 10],
    ['clip.webm', 1],
  ] as const)
    test(`${name} plays and can be sought in`, async ({ page }) => {
      await page.goto(address('samples', name))
      const media = page.locator(`[aria-label="${name}"]`)
      await expect.poll(() => media.evaluate((one: HTMLMediaElement) => one.readyState)).toBeGreaterThan(0)
      await expect.poll(() => media.evaluate((one: HTMLMediaElement) => one.duration)).toBeGreaterThan(longer)
      const at = await media.evaluate(
        (one: HTMLMediaElement) =>
          new Promise<number>((resolve) => {
            one.addEventListener('seeked', () => resolve(one.currentTime), { once: true })
            one.currentTime = 0.8
          }),
      )
      expect(at).toBeCloseTo(0.8, 1)
    })

  test('seeking reads the chunks that are played, and none between', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'long.wav'))
    const sound = page.locator('audio')
    await expect.poll(() => sound.evaluate((one: HTMLMediaElement) => Math.round(one.duration))).toBe(600)
    const begun = await chunksRead(thaw, id)
    await sound.evaluate(
      (one: HTMLMediaElement) =>
        new Promise<void>((resolve) => {
          one.addEventListener('seeked', () => resolve(), { once: true })
          one.currentTime = 500
        }),
    )
    const { length, chunkSize } = samples['long.wav']!
    const read = await chunksRead(thaw, id)
    const sought = Math.floor((length * 500) / 600 / chunkSize)
    expect(read).toContain(sought)
    // The browser takes what it likes from the beginning on before it is told to go elsewhere, some of it under way.
    const between = Math.max(...begun) + 50
    expect(read.filter((index) => index > between && index < sought - 20)).toEqual([])
    expect(between).toBeLessThan(sought - 20)
    expect(read.length).toBeLessThan(Math.ceil(length / chunkSize) / 2)
  })
})

test.describe('hex', () => {
  test('D17 shows any place of five GiB from the chunks it lies in', async ({ page, thaw, job }) => {
    const id = job('samples')
    await page.goto(address(id, 'five-gib.bin', `&view=hex&at=${4 * GiB}`))
    await expect(grid(page, 'five-gib.bin')).toContainText('100000000')
    await expect(grid(page, 'five-gib.bin')).toContainText('offset 429496729')
    await expect(handed(page)).toHaveText('6f')
    expect((await chunksRead(thaw, id)).filter((index) => index > 0 && Math.abs(index - 4096) > 1)).toEqual([])
    await page.getByLabel('Go to offset').fill('5,368,709,104')
    await page.keyboard.press('Enter')
    await expect(grid(page, 'five-gib.bin')).toContainText('the last 16 byte')
    await expect(page).toHaveURL(/at=5368709104/)
    await page.getByLabel('Go to offset').fill('5368709120')
    await page.keyboard.press('Enter')
    await expect(page.getByText('The last byte is at 5,368,709,119.')).toBeVisible()
  })

  test('is walked by the keyboard alone', async ({ page }) => {
    await page.goto(address('samples', 'five-gib.bin'))
    await grid(page, 'five-gib.bin').focus()
    await expect(handed(page)).toHaveText('00')
    await page.keyboard.press('End')
    await expect(page.getByText('Offset 5,368,709,119')).toBeVisible()
    await expect(handed(page)).toHaveText('65')
    for (const [key, offset] of [
      ['ArrowLeft', '5,368,709,118'],
      ['ArrowUp', '5,368,709,102'],
      ['PageUp', '5,368,708,782'],
      ['Home', '0'],
      ['ArrowDown', '16'],
      ['PageDown', '336'],
      ['ArrowRight', '337'],
    ]) {
      await page.keyboard.press(key!)
      await expect(page.getByText(`Offset ${offset}`)).toBeVisible()
    }
    await expect(page).toHaveURL(/at=337/)
  })

  test('follows wheel and mouse', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1200 }) // all in view: the wheel is the page's where that was scrolled
    await page.goto(address('samples', 'data.bin'))
    await grid(page, 'data.bin').hover()
    await page.mouse.wheel(0, 400)
    await expect(page.getByRole('rowheader', { name: '00000140' })).toBeVisible()
    await page.getByRole('gridcell', { name: 'c0', exact: true }).first().click()
    await expect(handed(page)).toHaveText('c0')
  })
})

test.describe('damage', () => {
  test.beforeEach(({ tolerate }) => tolerate(/Failed to load resource/))

  test('in a text is told where it breaks off, and the text goes on behind it', async ({ page, job }) => {
    await page.goto(address(job('damaged-samples'), 'notes.txt'))
    await expect(text(page, 'notes.txt')).toContainText('line 1 of the log')
    await expect(page.getByText('nothing is shown of the 65,536 bytes from offset 131,072 on')).toBeVisible()
    await page.getByRole('button', { name: 'Go on behind it' }).click()
    await expect(page).toHaveURL(/at=196608/)
    await expect(text(page, 'notes.txt').locator('[data-line="+1"]')).toContainText(/^2026.* line \d+ of the log/)
    await page.goBack()
  })

  test('in hex leaves its bytes out and leads to what else it hits', async ({ page, job }) => {
    await page.goto(address(job('damaged-samples'), 'notes.txt', '&view=hex&at=131060'))
    await expect(grid(page, 'notes.txt')).toContainText('××')
    await expect(handed(page)).not.toHaveText('××')
    await page
      .getByRole('link', { name: /^(What else it hits|Damage map)/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: 'Damage map of a chunk' })).toBeVisible()
  })

  test('in a picture and in a sound is told instead of them', async ({ page, job }) => {
    const id = job('damaged-samples')
    for (const name of ['picture.png', 'long.wav']) {
      await page.goto(address(id, name))
      await expect(page.getByText('Chunk 2 could not be verified').first()).toBeVisible()
    }
  })
})

test.describe('P16 M03 what would like to be run', () => {
  for (const name of ['page.html', 'drawing.svg', 'paper.pdf', 'run.js', 'feed.xml', 'really-html.png'])
    test(`${name} is text, and a file when its address is opened`, async ({ page, thaw }) => {
      page.on('dialog', (dialog) => expect.soft(dialog.message()).toBe('no dialog'))
      await page.goto(address('samples', name))
      await expect(text(page, name)).toContainText(samples[name]!.bytes(0, 8).toString())
      expect(await page.title()).not.toContain('owned')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.goto(thaw.url + previewPath('samples', name)).catch(() => {}),
      ])
      expect(download.suggestedFilename()).toBe(name)
      const { headers } = await send(thaw.url + previewPath('samples', name), { headers: bearer })
      expect(headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': expect.stringMatching(/^attachment/),
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-store, no-transform',
      })
    })

  test('text leaves as it is, with its length, also for who would take it compressed', async ({ thaw }) => {
    const accepting = { ...bearer, 'accept-encoding': 'gzip, br' }
    const { status, headers, bytes } = await send(thaw.url + previewPath('samples', 'notes.txt'), {
      headers: accepting,
    })
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(bytes.length).toBeGreaterThan(10_000)
    expect(headers['content-length']).toBe(String(bytes.length))
    expect(headers).not.toHaveProperty('content-encoding')
    expect(String(headers.vary)).not.toMatch(/accept-encoding/i)
  })

  test('a polyglot is a picture that is broken, also when its address is opened', async ({ page, tolerate }) => {
    tolerate(/^Blocked script execution in/) // what Playwright adds to every page
    page.on('dialog', (dialog) => expect.soft(dialog.message()).toBe('no dialog'))
    await page.goto(address('samples', 'polyglot.gif'))
    await expect(page.getByRole('tab', { name: 'Picture' })).toBeVisible()
    await page.goto(previewPath('samples', 'polyglot.gif'))
    await page.goto(previewPath('samples', 'picture.png'))
    expect(await page.evaluate(() => [document.contentType, self.origin])).toEqual(['image/png', 'null'])
  })

  test('a preview is no script, no style and no frame of a page', async ({ page, tolerate }) => {
    tolerate(/Content security policy|MIME type|X-Frame-Options|frame-ancestors|ERR_BLOCKED|Refused|violates/i)
    await page.goto('/restores')
    const loads = (tag: string, name: string) =>
      page.evaluate(
        ([tag, href]) =>
          new Promise<string>((resolve) => {
            const element = document.createElement(tag!)
            element.addEventListener('load', () => resolve('loaded'))
            element.addEventListener('error', () => resolve('refused'))
            if (tag === 'link') Object.assign(element, { rel: 'stylesheet', href })
            else Object.assign(element, { src: href })
            document.body.append(element)
          }),
        [tag, previewPath('samples', name)],
      )
    expect([await loads('script', 'run.js'), await loads('link', 'run.js')]).toEqual(['refused', 'refused'])
    expect([await loads('script', 'polyglot.gif'), await loads('img', 'page.html')]).toEqual(['refused', 'refused'])
  })

  test('nobody without a session or from elsewhere is shown anything', async ({ thaw }) => {
    expect((await send(thaw.url + previewPath('samples', 'picture.png'))).status).toBe(401)
    const window = await send(thaw.url + previewPath('samples', 'notes.txt', '&as=window&from=0&to=9'), {
      headers: bearer,
    })
    expect([window.bytes.toString(), window.headers['content-type']]).toEqual([
      '2026-03-01',
      'application/octet-stream',
    ])
    for (const [more, status] of [
      ['&as=html', 400],
      ['&as=window', 400],
      ['&as=window&from=-1&to=2', 400],
      [`&checksum=${encodeURIComponent(sha256(Buffer.from('other')))}`, 412],
    ] as const)
      expect((await send(thaw.url + previewPath('samples', 'notes.txt', more), { headers: bearer })).status).toBe(
        status,
      )
  })
})

test('an object without bytes has nothing to show, also where no length is told', async ({ page }) => {
  await page.goto(address('large', 'empty.bin'))
  await expect(page.getByText('there is nothing to show')).toBeVisible()
})
