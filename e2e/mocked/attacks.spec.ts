import type { Page } from '@playwright/test'
import { arrived } from '../alive.ts'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { bearer, send } from '../http.ts'
import { absurdAnswers, hostileBlobs, payloads } from '../mocks/hostile.ts'
import { compareNames, hostileNames } from '../mocks/names.ts'

/*
 * An endpoint that wants to act: markup in every field of every job and object, names and metadata of the worst kind,
 * answers that are none. Nothing may run, nothing may break. That the content security policy is never violated is
 * watched by the fixtures, in these tests as in all others.
 */

test.use({ storage: 'hostile', trace: 'off' })

/** What ran that must not run. Ask at the end: scripts of a page may take their time. */
async function watched(page: Page): Promise<unknown[]> {
  const ran: unknown[] = []
  await page.exposeFunction('owned', (payload: unknown) => ran.push(payload))
  page.on('dialog', async (dialog) => {
    ran.push(dialog.message())
    await dialog.dismiss()
  })
  return ran
}

const job = (payload: string) => `/jobs/${encodeURIComponent(`payloads.${payload}`)}`
const object = (jobId: string, name: string) =>
  `/jobs/${encodeURIComponent(jobId)}/object?${new URLSearchParams({ name })}`
const flat = (page: Page) => page.getByRole('table', { name: 'Objects', exact: true })

/** Puts the focus and the pointer wherever markup would wait for them. */
async function touchEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('*')) {
      element.focus?.()
      for (const type of ['mouseover', 'mouseenter', 'focus', 'toggle', 'animationstart'])
        element.dispatchEvent(new Event(type, { bubbles: true }))
    }
  })
}

test.describe('P01 N06 stored markup is text', () => {
  test.use({ viewport: { width: 1400, height: 4_000 } }) // every row is drawn

  test('in the list of jobs, its resources and filters', async ({ page }) => {
    const ran = await watched(page)
    await page.goto('/jobs')
    const rows = page.getByRole('table', { name: 'Jobs', exact: true }).locator('tr[aria-rowindex]')
    await expect(rows).toHaveCount(payloads.length)
    for (const payload of payloads) await expect.soft(page.getByText(payload).first()).toBeAttached()
    await touchEverything(page)
    await page.goto(`/jobs?${new URLSearchParams({ vault: payloads[1]!, resource: payloads[1]!, type: payloads[1]! })}`)
    await expect(page.getByRole('region', { name: 'Jobs' }).getByText('1 job', { exact: true })).toBeVisible()
    await touchEverything(page)
    expect(ran).toEqual([])
  })

  test('in the objects of a job, by name and in folders', async ({ page }) => {
    const ran = await watched(page)
    await page.goto(`${job(payloads[0]!)}?view=flat`)
    await expect(flat(page).locator('[data-row]')).toHaveCount(payloads.length)
    await touchEverything(page)
    await page.goto(job(payloads[3]!)) // one of those that did not fail: a failed one shows no objects
    const folders = page.getByRole('table', { name: 'Folders and objects' })
    await expect(folders.locator('[data-row]').first()).toBeVisible()
    await touchEverything(page)
    await folders.getByRole('link', { name: /\/$/ }).first().click()
    await expect(page).toHaveURL(/folder=/)
    await touchEverything(page)
    expect(ran).toEqual([])
  })

  for (const half of [0, 1])
    test(`in what an object and its job say of themselves, half ${half + 1}`, async ({ page }) => {
      test.slow()
      const ran = await watched(page)
      for (const payload of payloads.filter((_, index) => index % 2 === half)) {
        await page.goto(object(`payloads.${payload}`, payload))
        await expect(page.getByRole('heading', { name: 'Metadata blob' })).toBeVisible()
        expect.soft(await page.title()).toContain(payload.split('/').at(-1))
        await touchEverything(page)
      }
      expect(ran).toEqual([])
    })

  test('in a title, a heading and a breadcrumb of a job', async ({ page }) => {
    const ran = await watched(page)
    for (const payload of payloads.slice(0, 12)) {
      await page.goto(job(payload))
      await expect(page.getByRole('heading', { name: payload, exact: true })).toBeVisible()
    }
    expect(ran).toEqual([])
  })
})

test('P01 P02 P18 no page sends markup of the endpoint or of its address as markup', async ({ thaw }) => {
  test.slow()
  const pages = (payload: string) => {
    const every = (...names: string[]) => new URLSearchParams(names.map((name) => [name, payload]))
    return [
      `/jobs?${every('state', 'resource', 'vault', 'type', 'after', 'before', 'text')}`,
      `${job(payload)}?view=flat`,
      `${job(payload)}?${every('folder', 'view', 'prefix', 'from', 'after', 'before')}`,
      `/jobs/${encodeURIComponent(payload)}`,
      object(`payloads.${payload}`, payload),
      object('payloads', `${payload}?`),
      `/restores?${every('job', 'state')}`,
      `/restores/${encodeURIComponent(payload)}`,
      `/damage?${every('chunk')}`,
      `/sign-in?${every('next', 'code', 'problem')}`,
      `/${encodeURIComponent(payload)}`,
      `/download/${encodeURIComponent(payload)}/object?${every('name', 'checksum')}`,
    ]
  }
  for (const payload of payloads.filter((text) => text.includes('<')))
    for (const { path, answer } of await Promise.all(
      pages(payload).map(async (path) => ({ path, answer: await send(thaw.url + path, { headers: bearer }) })),
    )) {
      expect.soft(answer.status, path).toBeLessThan(500)
      expect.soft(answer.bytes.toString(), path).not.toMatch(/node_modules|\/lib\/|\n {4}at /)
      const asMarkup = answer.headers['content-type']?.startsWith('text/html') && answer.bytes.includes(payload)
      expect.soft(asMarkup, `${path} holds ${payload}`).toBe(false)
    }
})

test('P18 P22 a preview of any window is bytes, nothing, or refused in words', async ({ thaw }) => {
  const numbers = [
    '',
    '-1',
    '0',
    '4',
    '9',
    '10',
    '1e3',
    '0.5',
    'NaN',
    'Infinity',
    '0x2',
    '9007199254740991',
    '9'.repeat(400),
  ]
  const windows = numbers.flatMap((from) => numbers.map((to) => ({ as: 'window', from, to })))
  const others: Record<string, string>[] = [{ as: '' }, { as: '__proto__' }, { as: 'damage', from: '-1' }]
  for (const asked of [...windows, ...others]) {
    const query = new URLSearchParams({ name: payloads[0]!, ...asked })
    const { status, headers, bytes } = await send(`${thaw.url}/preview/payloads?${query}`, { headers: bearer })
    expect.soft([200, 400, 416], `${query}`).toContain(status)
    if (status !== 200) expect.soft(headers['content-type'], `${query}`).toBe('application/json')
    expect.soft(bytes.toString(), `${query}`).not.toMatch(/node_modules|\/lib\/|\n {4}at /)
  }
})

test('P22 an answer that is none is no preview, and the server goes on', async ({ thaw }) => {
  for (const name of Object.keys(absurdAnswers).filter((each) => each !== 'endless'))
    for (const more of ['', '&as=window&from=0&to=9', '&as=damage']) {
      const path = `/preview/absurd.${encodeURIComponent(name)}?name=disk.img${more}`
      const { status, bytes } = await send(thaw.url + path, { headers: bearer })
      expect.soft(status, path).toBeGreaterThanOrEqual(400)
      expect.soft(bytes.toString(), path).not.toMatch(/node_modules|\/lib\/|\n {4}at /)
    }
  expect((await send(`${thaw.url}/healthz`)).status).toBe(200)
})

test('P02 what an address says is text on the page', async ({ page, tolerate }) => {
  test.slow()
  tolerate(/status of 404/)
  const ran = await watched(page)
  for (const payload of payloads.slice(0, 10)) {
    await page.goto(`/damage?${new URLSearchParams({ chunk: payload })}`)
    await expect(page.getByText('This is no SHA-256')).toBeVisible()
    await page.goto(`/jobs?${new URLSearchParams({ text: payload })}`)
    await expect(page.getByRole('textbox', { name: /Find jobs/ })).toHaveValue(payload)
    await page.goto(`/${encodeURIComponent(payload)}`)
    await expect(page.getByRole('heading').first()).toBeVisible()
  }
  expect(ran).toEqual([])
})

test('N01 N02 N03 N05 N06 N09 N10 each hostile name is a row of its own, and its link leads to it', async ({
  page,
  thaw,
}) => {
  test.slow()
  await page.setViewportSize({ width: 1280, height: 4_000 })
  await page.goto('/jobs/hostile-names?view=flat')
  const links = flat(page).locator('[data-row]')
  await expect(links).toHaveCount(hostileNames.length)
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!))
  const linked = hrefs.map((href) => new URL(href, page.url()).searchParams.get('name'))
  expect(linked).toEqual([...hostileNames].sort(compareNames))
  for (const href of hrefs) {
    const { status, bytes } = await send(thaw.url + href, { headers: bearer })
    expect.soft([href, status, bytes.includes('Chunks</h2>')]).toEqual([href, 200, true])
  }
})

test('N05 what turns text around or hides is shown, not obeyed', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 4_000 })
  await page.goto('/jobs/hostile-names?view=flat')
  await expect(flat(page).locator('[data-row]')).toHaveCount(hostileNames.length)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
  expect(await flat(page).innerText()).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069]/)
})

test('N07 a filter takes what is typed literally', async ({ page }) => {
  for (const [prefix, count] of [
    ['%', 2],
    ['_', 1],
    ["'", 1],
    ['--', 0],
    ['*', 0],
    ['.*', 0],
  ] as const) {
    await page.goto(`/jobs/hostile-names?${new URLSearchParams({ view: 'flat', prefix })}`)
    await expect(flat(page).locator('[data-row]')).toHaveCount(count)
  }
  await page.goto(`/jobs?${new URLSearchParams({ text: '.*' })}`)
  await expect(page.getByText('No job matches these filters')).toBeVisible()
})

test('N09 words of the language are ordinary ids, folders and filters', async ({ page }) => {
  for (const word of ['__proto__', 'constructor', 'toString']) {
    await page.goto(`/jobs/${word}`)
    await expect(page.getByRole('alert').filter({ hasText: 'does not know this' })).toHaveCount(1)
    await page.goto(`/jobs?${new URLSearchParams({ vault: word, state: word })}`)
    await expect(page.getByText('No job matches these filters')).toBeVisible()
    await page.goto(`/jobs/hostile-names?folder=${word}/`)
    await expect(page.getByText(`${word}/ is not in this job`)).toBeVisible()
  }
})

test('N12 hundreds of empty folders within each other open', async ({ page }) => {
  await page.goto(`/jobs/hostile-names?${new URLSearchParams({ folder: '/'.repeat(1000) })}`)
  await expect(page.getByText('is not in this job')).toBeVisible()
})

test('M03 M04 M05 M06 metadata is shown as text or bytes, whatever it is', async ({ page }) => {
  const ran = await watched(page)
  for (const name of Object.keys(hostileBlobs)) {
    await page.goto(object('hostile-metadata', name))
    await expect(page.getByRole('heading', { name: 'Metadata blob' })).toBeVisible()
    await expect(page.getByText('Verified', { exact: true })).toBeVisible()
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
    await touchEverything(page)
  }
  expect(ran).toEqual([])
})

test.describe('P22 an answer that is none', () => {
  for (const name of Object.keys(absurdAnswers).filter((each) => each !== 'endless'))
    test(`${name} breaks no page`, async ({ page, thaw, tolerate }) => {
      test.slow()
      tolerate(/status of 5\d\d|Minified React error|digest/)
      const ran = await watched(page)
      for (const path of [
        `/jobs?vault=Absurd.${name}`,
        `/jobs/absurd.${name}?view=flat`,
        `/jobs/absurd.${name}`,
        object(`absurd.${name}`, 'disk.img'),
      ]) {
        await page.goto(path)
        await expect(page.getByRole('main')).toBeVisible()
        await arrived(page)
        await expect.soft(page.getByRole('heading', { name: 'This page failed' }), path).toHaveCount(0)
        expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
      }
      expect(ran).toEqual([])
      expect((await send(`${thaw.url}/healthz`)).status).toBe(200)
    })
})

test('P22 a listing without an end leaves the page in one’s hands', async ({ page }) => {
  for (const path of ['/jobs?vault=Absurd.endless', '/jobs/absurd.endless?view=flat', '/jobs/absurd.endless']) {
    await page.goto(path)
    await page.getByRole('link', { name: 'Restores', exact: true }).click()
    await expect(page).toHaveURL(/\/restores$/)
  }
})

test('P03 P19 every answer of a visit forbids what is not needed, with a nonce of its own', async ({ page }) => {
  const nonces = new Set<string>()
  const bad: string[] = []
  let documents = 0
  page.on('response', (response) => {
    const { 'content-security-policy': csp = '', ...headers } = response.headers()
    const wanted = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    }
    for (const [name, value] of Object.entries(wanted))
      if (headers[name] !== value) bad.push(`${name}: ${headers[name]} of ${response.url()}`)
    // What carries content of a backup is in a sandbox of its own.
    const sandboxed = csp.startsWith("sandbox; default-src 'none'")
    for (const directive of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      if (!sandboxed && !csp.includes(directive)) bad.push(`${directive} lacks at ${response.url()}`)
    const scripts = csp.match(/script-src [^;]*/)?.[0] ?? ''
    if (/unsafe-(inline|eval)|https?:|\*/.test(scripts)) bad.push(`${scripts} at ${response.url()}`)
    if (response.request().resourceType() !== 'document') return
    documents++
    nonces.add(scripts.match(/'nonce-([^']+)'/)?.[1] ?? '')
  })
  for (const path of ['/jobs', '/jobs/hostile-names', object('hostile-metadata', 'page.html'), '/restores', '/damage'])
    await page.goto(path)
  expect(bad).toEqual([])
  expect(nonces.size).toBe(documents)
})

test('P05 no other page can frame the dashboard', async ({ page, thaw, tolerate }) => {
  tolerate(/frame-ancestors|refused to connect|X-Frame-Options|chrome-error/i)
  await page.route('http://evil.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${thaw.url}/jobs"></iframe>` }),
  )
  await page.goto('http://evil.test/')
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
})

test('P06 P10 P11 another site can neither ask nor send in the name of who is signed in', async ({
  page,
  thaw,
  tolerate,
}) => {
  tolerate(/./)
  await page.route('http://evil.test/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }))
  await page.goto('http://evil.test/')
  const outcomes = await page.evaluate(async (url) => {
    const readable = (init: RequestInit) => fetch(`${url}/jobs`, init).then((response) => response.text())
    const tries = [
      readable({ credentials: 'include' }),
      readable({ method: 'POST', credentials: 'include', body: '[]', headers: { 'content-type': 'text/plain' } }),
      readable({ mode: 'no-cors', credentials: 'include' }),
      readable({ mode: 'no-cors', method: 'POST', credentials: 'include', body: '[]' }),
    ]
    return (await Promise.allSettled(tries)).map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : ''))
  }, thaw.url)
  expect(outcomes).toEqual(['', '', '', ''])
  for (const origin of ['null', 'http://evil.test', 'https://127.0.0.1', `${thaw.url}.evil.test`])
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const { headers, status } = await send(`${thaw.url}/jobs`, { method, headers: { ...bearer, origin } })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
      if (method !== 'GET') expect([403, 405]).toContain(status)
    }
})

test('P17 P20 nothing of a session is left to the way back after signing out', async ({ browser, thaw }) => {
  const context = await browser.newContext({ storageState: nobody })
  const page = await context.newPage()
  await signIn(page, (await thaw.run('sign-in')).stdout.trim())
  await expect(page.getByRole('table', { name: 'Jobs', exact: true })).toBeVisible()
  await page.goto(`${thaw.url}/jobs/hostile-names`)
  await expect(page.getByRole('link', { name: 'constructor', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByRole('table')).toHaveCount(0)
  await context.close()
})

test('P21 messages of other pages are not listened to', async ({ page }) => {
  await page.goto('/jobs/hostile-names')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select constructor', exact: true }).check()
  await expect(page.getByRole('button', { name: /^Download 1 item/ })).toBeVisible() // alive: what would listen does so
  const shown = async () => [page.url(), await page.getByRole('main').innerText()]
  const before = await shown()
  await page.evaluate(async (payload) => {
    for (const data of [payload, { type: payload, href: payload }]) {
      window.postMessage(data, '*')
      new BroadcastChannel('thaw').postMessage(data)
    }
    await new Promise((resolve) => setTimeout(resolve)) // messages sent before this are delivered before it
  }, payloads[0]!)
  expect(await shown()).toEqual(before)
})

test('P23 N02 what a client says of itself is text in the record of downloads and one line in the log', async ({
  page,
  thaw,
}) => {
  const ran = await watched(page)
  const before = thaw.log().length
  const name = 'header\r\nSet-Cookie: a=b'
  const path = `/download/hostile-names/object?${new URLSearchParams({ name })}`
  await send(thaw.url + path, { headers: { ...bearer, 'user-agent': payloads[0]! } })
  await page.goto('/restores')
  await expect(page.getByRole('table').getByText('Set-Cookie', { exact: false }).first()).toBeVisible()
  const whole = thaw.log().slice(before).split('\n').slice(0, -1)
  for (const line of whole.filter(Boolean)) expect(() => JSON.parse(line)).not.toThrow()
  expect(ran).toEqual([])
})
