import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, nobody, signIn, test } from '../fixtures.ts'
import { bearer, send } from '../http.ts'

test.use({ storageState: nobody })

const build = join(import.meta.dirname, '../../.next')

function manifest<T>(name: string): T {
  return JSON.parse(readFileSync(join(build, name), 'utf8')) as T
}

/** Open to everybody: the way in, the word that an address leads nowhere. */
const open = ['/sign-in', '/[...nowhere]']

/** Every other page and route of the build, with something in the place of each parameter. */
function addresses(kind: 'page' | 'route'): string[] {
  const routes = Object.entries(manifest<Record<string, string>>('app-path-routes-manifest.json'))
  return routes
    .filter(([file, path]) => file.endsWith(`/${kind}`) && !path.startsWith('/_') && !open.includes(path))
    .map(([, path]) => path.replace(/\[[^\]]+\]/g, 'x'))
}

function actionIds(): string[] {
  const { node } = manifest<{ node: Record<string, unknown> }>('server/server-reference-manifest.json')
  return Object.keys(node)
}

/** A fresh sign-in link, as `thaw sign-in` prints it. */
async function freshLink(thaw: { run: (...args: string[]) => Promise<{ stdout: string }> }): Promise<string> {
  return (await thaw.run('sign-in')).stdout.trim()
}

test('a link signs in once', async ({ page, context, thaw }) => {
  const link = await freshLink(thaw)
  await signIn(page, link)
  await expect(page).toHaveURL(`${thaw.url}/jobs`)

  await context.clearCookies()
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'already used' })).toBeVisible()
  await page.goto('/jobs')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fjobs$/)
})

test('opening the link alone uses nothing up', async ({ page, thaw }) => {
  const link = await freshLink(thaw)
  for (const method of ['GET', 'HEAD', 'GET']) expect((await send(link, { method })).status).toBe(200)
  await signIn(page, link)
})

test('sign-in leads back to the page that was asked for', async ({ page, thaw }) => {
  await page.goto('/jobs?state=FAILED')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  const code = new URL(await freshLink(thaw)).searchParams.get('code')!
  await page.getByLabel('Or paste the code from the link').fill(code)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${thaw.url}/jobs?state=FAILED`)
})

test('signing out ends the session on the server too', async ({ page, context, thaw }) => {
  await signIn(page, await freshLink(thaw))
  const cookies = await context.cookies()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await context.addCookies(cookies)
  await page.goto('/jobs')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('the session cookie is out of reach of scripts and other sites', async ({ page, context, thaw }) => {
  await signIn(page, await freshLink(thaw))
  const [cookie] = (await context.cookies()).filter(({ name }) => name.startsWith('thaw-session'))
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
})

test('no page is readable without a session', async ({ thaw }) => {
  const pages = addresses('page')
  expect(pages.length).toBeGreaterThanOrEqual(4)
  for (const path of pages) {
    const { status, headers } = await send(thaw.url + path)
    expect.soft([path, status]).toEqual([path, 307])
    expect.soft(headers.location, path).toMatch(/^\/(sign-in\?next=|jobs$)/)
  }
})

test('no route answers without a session', async ({ thaw }) => {
  const routes = addresses('route')
  expect(routes.length).toBeGreaterThanOrEqual(1)
  for (const path of routes) {
    const statuses = []
    for (const method of ['GET', 'HEAD', 'POST']) {
      const headers = method === 'POST' ? { origin: thaw.url, 'content-length': '0' } : undefined
      statuses.push((await send(`${thaw.url}${path}?name=x`, { method, headers })).status)
    }
    expect
      .soft(
        statuses.filter((status) => status !== 401 && status !== 405),
        path,
      )
      .toEqual([])
    expect.soft(statuses, path).toContain(401)
  }
})

test('no action answers without a session', async ({ thaw }) => {
  const actions = actionIds()
  expect(actions.length).toBeGreaterThanOrEqual(3)
  for (const action of actions) {
    const answer = await send(`${thaw.url}/sign-in`, {
      method: 'POST',
      headers: {
        origin: thaw.url,
        'next-action': action,
        'content-type': 'text/plain;charset=UTF-8',
        accept: 'text/x-component',
      },
      body: '[]',
    })
    const refused =
      answer.bytes.includes('SignInRequired') || /sign-in/.test(answer.headers['x-action-redirect'] as string)
    expect.soft(refused || answer.status >= 400, `${action}: ${answer.status} ${answer.bytes}`).toBe(true)
  }
})

test('a token in the header reads, and does nothing else', async ({ thaw }) => {
  expect((await send(`${thaw.url}/jobs`, { headers: bearer })).status).toBe(200)
  expect((await send(`${thaw.url}/jobs`, { headers: { authorization: 'Bearer wrong' } })).status).toBe(307)
  const [action] = actionIds()
  const headers = { ...bearer, origin: thaw.url, 'next-action': action!, 'content-type': 'text/plain;charset=UTF-8' }
  const answer = await send(`${thaw.url}/sign-in`, { method: 'POST', headers, body: '[]' })
  expect(answer.bytes.includes('"ok":true')).toBe(false)
})

test('other sites are refused: a foreign Host, a foreign Origin, a download from elsewhere', async ({
  page,
  context,
  thaw,
}) => {
  await signIn(page, await freshLink(thaw))
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  expect((await send(`${thaw.url}/jobs`, { headers: { cookie, host: 'evil.test' } })).status).toBe(421)
  expect(
    (await send(`${thaw.url}/jobs`, { method: 'POST', headers: { cookie, origin: 'http://evil.test' } })).status,
  ).toBe(403)
  const path = '/download/x/object?name=x'
  expect((await send(thaw.url + path, { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
})
